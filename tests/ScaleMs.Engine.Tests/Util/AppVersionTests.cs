using Akka.Util;

namespace ScaleMs.Engine.Tests.Util;

public sealed class AppVersionTests
{
    [Fact]
    public void Versions_are_ordered_by_numbers_then_pre_release()
    {
        string[] ordered = ["0.9", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.2", "1.0.0-alpha.10", "1.0.0-beta", "1.0.0", "1.0.1", "1.2", "1.10", "2.0.0.1"];

        Assert.Equal(ordered, ordered.Reverse().Select(AppVersion.Create).Order().Select(version => version.Version));
    }

    [Fact]
    public void Missing_numbers_are_zero_and_metadata_does_not_count()
    {
        Assert.True(AppVersion.Create("1.2") == AppVersion.Create("1.2.0.0"));
        Assert.Equal(AppVersion.Create("1.2").GetHashCode(), AppVersion.Create("1.2.0").GetHashCode());
        Assert.True(AppVersion.Create("1.2.0+abc") == AppVersion.Create("1.2.0+def"));
        Assert.Equal(0, AppVersion.Zero.CompareTo(AppVersion.Create("0")));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("1.x")]
    [InlineData("1..2")]
    public void What_is_no_version_is_refused(string text) =>
        Assert.Contains(text, Assert.Throws<ArgumentException>(() => AppVersion.Create(text)).Message, StringComparison.Ordinal);
}
