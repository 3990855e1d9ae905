using ScaleMs.Actors.Worker.Executors.Versions;

namespace ScaleMs.Actors.Worker.Tests.Executors.Versions;

public class VersionOrderTests
{
    [Theory]
    [InlineData("1.2.3", "1.2.3", true)]
    [InlineData("1.2.4", "1.2.3", true)]
    [InlineData("1.2.2", "1.2.3", false)]
    [InlineData("1.10", "1.9", true)]
    [InlineData("1.0.0.0", "1", true)]
    [InlineData("1", "1.0.0.1", false)]
    [InlineData("1.0.0.10", "1.0.0.9", true)]
    [InlineData("2.0.0-beta", "2.0.0", false)]
    [InlineData("2.0.0", "2.0.0-beta", true)]
    [InlineData("2.0.0-beta.2", "2.0.0-beta.10", false)]
    [InlineData("2.0.0-beta.10", "2.0.0-beta.2", true)]
    [InlineData("2.0.0-BETA", "2.0.0-beta", true)]
    [InlineData("2.0.0-rc.1", "2.0.0-beta.9", true)]
    [InlineData("2.0.0-beta.1", "2.0.0-beta", true)]
    [InlineData("2.0.0-1", "2.0.0-alpha", false)]
    [InlineData("2.1.0-beta", "2.0.0", true)]
    [InlineData("1.2.3+0a1b", "1.2.3", true)]
    [InlineData("1.2.3", "1.2.3+0a1b", true)]
    [InlineData("Release 5", "1.0.0", false)]
    [InlineData("", "1.0.0", false)]
    public void Versions_are_in_the_order_of_NuGet(string found, string wanted, bool isAtLeast) =>
        Assert.Equal(isAtLeast, VersionOrder.IsAtLeast(found, wanted));

    [Fact]
    public void A_loaded_assembly_and_its_file_have_the_same_version() => Assert.All(
        [typeof(VersionOrderTests).Assembly, typeof(VersionOrder).Assembly, typeof(Akka.Actor.ActorSystem).Assembly, typeof(NuGet.Versioning.NuGetVersion).Assembly],
        static assembly => Assert.Equal(AssemblyVersion.Of(assembly), AssemblyVersion.Of(assembly.Location)));

    [Fact]
    public void The_version_is_the_informational_one_without_metadata() =>
        Assert.Matches("^8\\.0\\.0[^+]*$", AssemblyVersion.Of(typeof(NuGet.Versioning.NuGetVersion).Assembly.Location).Version);

    [Fact]
    public void An_assembly_that_is_not_there_is_named() => Assert.Equal(
        "NoSuch not found.",
        Assert.Throws<SoftwareCompatibilityException>(() => AssemblyVersions.Of([typeof(VersionOrderTests).Assembly.Location]).Check([("NoSuch", "1.0.0")])).Message);
}
