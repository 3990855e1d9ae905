using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace ScaleMs.Engine.Tests.Extensions;

public class ExtensionSpec : TestKit
{
    public ExtensionSpec()
        : base("akka.extensions = [\"ScaleMs.Engine.Tests.Extensions.ExtensionSpec+CountingProvider, ScaleMs.Engine.Tests\"]")
    {
    }

    [Fact]
    public void An_extension_named_in_the_configuration_is_there_from_the_start() => Assert.True(Sys.HasExtension<Counting>());

    [Fact]
    public void An_extension_is_made_once()
    {
        var first = Sys.WithExtension<Counting, CountingProvider>();

        Assert.Same(first, Sys.GetExtension<Counting>());
        Assert.Same(first, Sys.RegisterExtension(new CountingProvider()));
        Assert.True(Sys.TryGetExtension<Counting>(out var found));
        Assert.Same(first, found);
        Assert.Same(Sys, first.System);
    }

    [Fact]
    public void An_extension_that_is_not_there_is_not_found()
    {
        Assert.False(Sys.HasExtension<Missing>());
        Assert.False(Sys.TryGetExtension<Missing>(out _));
    }

    public sealed class Counting(ActorSystem system) : IExtension
    {
        public ActorSystem System { get; } = system;
    }

    public sealed class CountingProvider : ExtensionIdProvider<Counting>
    {
        public override Counting CreateExtension(ExtendedActorSystem system) => new(system);
    }

    private sealed class Missing : IExtension;
}
