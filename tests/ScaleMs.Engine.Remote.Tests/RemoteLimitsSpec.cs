using Akka.Actor;
using Akka.Event;
using Akka.Serialization;

namespace Akka.Remote.Tests;

public class RemoteLimitsSpec : RemoteSpec
{
    private const string Fragile = """
        akka.actor {
          serializers.fragile = "Akka.Remote.Tests.RemoteLimitsSpec+FragileSerializer, ScaleMs.Engine.Remote.Tests"
          serialization-bindings."Akka.Remote.Tests.RemoteLimitsSpec+Breaks, ScaleMs.Engine.Remote.Tests" = fragile
        }
        """;

    public RemoteLimitsSpec()
        : base(Fragile)
    {
    }

    [Fact]
    public void A_message_beyond_the_limit_is_a_dead_letter_with_an_error_that_names_it_and_the_next_one_arrives()
    {
        var there = Start("there", extra: Fragile);
        var probe = Probe(there);
        var target = RefFrom(Sys, probe.Ref, there);
        var errors = CreateTestProbe();
        Sys.EventStream.Subscribe(errors.Ref, typeof(Error));
        var letters = CreateTestProbe();
        Sys.EventStream.Subscribe(letters.Ref, typeof(DeadLetter));
        target.Tell("before");
        target.Tell(new string('x', 128_001));
        target.Tell("after");
        probe.ExpectMsg("before", Patience);
        probe.ExpectMsg("after", Patience);
        var error = errors.ExpectMsg<Error>(Patience).Message?.ToString()!;
        Assert.Contains("System.String", error, StringComparison.Ordinal);
        Assert.Contains("128001", error, StringComparison.Ordinal);
        Assert.Contains("128000", error, StringComparison.Ordinal);
        Assert.Equal(128_001, ((string)letters.ExpectMsg<DeadLetter>(Patience).Message).Length);
    }

    [Fact]
    public void A_message_of_just_the_limit_arrives()
    {
        var there = Start("there", extra: Fragile);
        var probe = Probe(there);
        RefFrom(Sys, probe.Ref, there).Tell(new string('x', 128_000));
        Assert.Equal(128_000, probe.ExpectMsg<string>(Patience).Length);
    }

    [Fact]
    public void A_message_that_cannot_be_serialized_is_an_error_here_and_the_next_one_arrives()
    {
        var there = Start("there", extra: Fragile);
        var probe = Probe(there);
        var errors = CreateTestProbe();
        Sys.EventStream.Subscribe(errors.Ref, typeof(Error));
        var target = RefFrom(Sys, probe.Ref, there);
        target.Tell(new Breaks(WhenWritten: true));
        target.Tell("after");
        probe.ExpectMsg("after", Patience);
        Assert.Contains(nameof(Breaks), errors.ExpectMsg<Error>(Patience).Message?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_that_cannot_be_deserialized_is_an_error_there_and_the_next_one_arrives()
    {
        var there = Start("there", extra: Fragile);
        var probe = Probe(there);
        var errors = Probe(there);
        there.EventStream.Subscribe(errors.Ref, typeof(Error));
        var target = RefFrom(Sys, probe.Ref, there);
        target.Tell(new Breaks(WhenWritten: false));
        target.Tell("after");
        probe.ExpectMsg("after", Patience);
        Assert.Contains("fragile-manifest", errors.ExpectMsg<Error>(Patience).Message?.ToString(), StringComparison.Ordinal);
    }

    internal sealed record Breaks(bool WhenWritten);

    internal sealed class FragileSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
    {
        public override int Identifier => 4711;

        public override string Manifest(object o) => "fragile-manifest";

        public override byte[] ToBinary(object obj) => obj is Breaks { WhenWritten: true } ? throw new InvalidOperationException("cannot write") : [1];

        public override object FromBinary(byte[] bytes, string manifest) => throw new InvalidOperationException("cannot read");
    }
}
