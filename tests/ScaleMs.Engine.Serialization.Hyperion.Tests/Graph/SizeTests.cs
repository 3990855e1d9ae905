namespace ScaleMs.Engine.Serialization.Hyperion.Tests.Graph;

public sealed class SizeTests : GraphTest
{
    /// <summary>Ninety-two bytes as they lie in memory: 16 + 8 + 8 + 8 + 4 + 48 characters.</summary>
    public sealed record Sample(Guid Id, long Sequence, DateTime At, double Value, int Kind, string Text);

    [Fact]
    public void A_record_with_92_bytes_of_fields_costs_little_more()
    {
        var sample = new Sample(Guid.NewGuid(), 123_456, DateTime.UnixEpoch, Math.PI, 42, new string('x', 48));
        var named = Bytes(sample).Length;
        var known = Bytes(sample, Akka.Serialization.Graph.CodecOptions.Default with { KnownTypes = [typeof(Sample)] }).Length;
        Assert.True(known <= 110, $"{known} bytes with a known type");

        // Assembly and type here are 67 characters long, six bits each.
        Assert.True(named <= 110 + 52, $"{named} bytes with the type's name");
    }

    [Fact]
    public void A_type_is_named_and_described_once_for_a_payload()
    {
        var one = Bytes(new[] { new Circle(1) }).Length;
        var two = Bytes(new[] { new Circle(1), new Circle(2) }).Length;
        Assert.Equal(sizeof(double) + 1, two - one);
    }

    [Fact]
    public void The_same_object_gives_the_same_bytes_each_time()
    {
        var serializer = Make();
        var order = new Order(7, "seven", new Money(12.5m, "EUR"), State.Sent, null, [1, 2], Guid.Empty, -3);
        Assert.Equal(serializer.Serialize(order), serializer.Serialize(order));
        Assert.Equal(serializer.Serialize(order), Bytes(order));
    }
}
