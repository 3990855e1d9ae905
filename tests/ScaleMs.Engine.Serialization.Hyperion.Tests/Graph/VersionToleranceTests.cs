using System.Runtime.Serialization;
using Akka.Serialization.Graph;

namespace ScaleMs.Engine.Serialization.Hyperion.Tests.Graph;

public sealed class VersionToleranceTests : GraphTest
{
    [Fact]
    public void Members_that_the_reader_lacks_are_skipped()
    {
        var shared = new Node("shared");
        var old = As<Newer, Older>(new Newer
        {
            Id = 5,
            Added = 7,
            Flag = true,
            Ratio = 0.5,
            Note = "n",
            Extra = [shared, new Circle(1)],
            When = DateTime.UnixEpoch,
            Spot = new Point(1, 2),
            Kept = shared,
            Last = "last",
        });
        Assert.Equal(5, old.Id);
        Assert.Equal("last", old.Last);
        Assert.Equal("shared", old.Kept!.Name);
    }

    [Fact]
    public void Members_that_the_writer_lacked_keep_their_default()
    {
        var newer = As<Older, Newer>(new Older { Id = 5, Kept = new Node("k"), Last = "last" });
        Assert.Equal((5, 0, false, null, default(Point), "last"), (newer.Id, newer.Added, newer.Flag, newer.Note, newer.Spot, newer.Last));
        Assert.Equal("k", newer.Kept!.Name);
    }

    [Fact]
    public void Members_whose_type_changed_count_as_others()
    {
        var back = As<Older, Retyped>(new Older { Id = 5, Last = "last" });
        Assert.Null(back.Id);
        Assert.Equal("last", back.Last);
    }

    [Fact]
    public void Integers_may_be_widened_and_narrowed_as_long_as_they_fit()
    {
        Assert.Equal(5, As<Older, Widened>(new Older { Id = 5 }).Id);
        Assert.Equal(5, As<Widened, Older>(new Widened { Id = 5 }).Id);
        Assert.Throws<SerializationException>(() => As<Widened, Older>(new Widened { Id = long.MaxValue }));
    }

    [Fact]
    public void Structures_and_classes_without_members_may_gain_some()
    {
        Assert.Equal([default, default], As<Empty[], Point[]>(new Empty[2], nameof(Empty), nameof(Point)));
        Assert.Equal([default, default], As<Point[], Empty[]>([new(1, 2), new(3, 4)], nameof(Point), nameof(Empty)));
    }

    [Fact]
    public void All_objects_of_a_type_in_one_payload_are_read_alike()
    {
        var back = As<Newer[], Older[]>([new Newer { Id = 1, Note = "x" }, new Newer { Id = 2, Last = "y" }], nameof(Newer), nameof(Older));
        Assert.Equal([1, 2], back.Select(item => item.Id));
        Assert.Equal("y", back[1].Last);
    }

    [Fact]
    public void Without_tolerance_a_difference_is_an_error_that_names_the_type()
    {
        var error = Assert.Throws<SerializationException>(() => Reader(nameof(Newer), nameof(Older)).Deserialize(Bytes(new Newer(), tolerant: false)));
        Assert.Contains(nameof(Older), error.Message, StringComparison.Ordinal);
        Assert.Contains("version-tolerance", error.Message, StringComparison.Ordinal);
    }

    private static TTo As<TFrom, TTo>(TFrom value) => As<TFrom, TTo>(value, typeof(TFrom).Name, typeof(TTo).Name);

    private static TTo As<TFrom, TTo>(TFrom value, string from, string to) => (TTo)Reader(from, to).Deserialize(Bytes(value))!;

    private static GraphSerializer Reader(string from, string to) =>
        Make(CodecOptions.Default with { NameOverrides = [name => name.Replace($".{from},", $".{to},", StringComparison.Ordinal)] });

}

public sealed class Older
{
    public int Id { get; set; }

    public Node? Kept { get; set; }

    public string? Last { get; set; }
}

public sealed class Newer
{
    public int Id { get; set; }

    public uint Added { get; set; }

    public bool Flag { get; set; }

    public double Ratio { get; set; }

    public string? Note { get; set; }

    public object[]? Extra { get; set; }

    public DateTime When { get; set; }

    public Point Spot { get; set; }

    public Node? Kept { get; set; }

    public string? Last { get; set; }
}

public sealed class Retyped
{
    public string? Id { get; set; }

    public Node? Kept { get; set; }

    public string? Last { get; set; }
}

public sealed class Widened
{
    public long Id { get; set; }

    public Node? Kept { get; set; }

    public string? Last { get; set; }
}
