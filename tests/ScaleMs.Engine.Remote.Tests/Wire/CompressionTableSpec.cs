using Akka.Remote.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace Akka.Remote.Tests.Wire;

public class CompressionTableSpec
{
    [Fact]
    public void The_reader_finds_what_the_writer_meant_however_often_the_table_starts_again() =>
        Prop.ForAll<byte[]>(keys =>
        {
            var writer = new OutboundTable<string>(7);
            var reader = new InboundTable<string>(7);
            foreach (var key in (keys ?? []).Select(k => (k % 13).ToString(System.Globalization.CultureInfo.InvariantCulture)))
            {
                var index = (ulong)writer.IndexOf(key, out var isNew);
                if (isNew)
                {
                    reader.Define(index, key);
                }

                Assert.Equal(key, reader[index]);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_known_entry_is_not_defined_again()
    {
        var writer = new OutboundTable<string>(4);
        Assert.Equal(0, writer.IndexOf("a", out var first));
        Assert.Equal(0, writer.IndexOf("a", out var second));
        Assert.True(first);
        Assert.False(second);
    }

    [Theory]
    [InlineData(4UL)]
    [InlineData(ulong.MaxValue)]
    public void An_entry_beyond_the_table_or_never_defined_is_refused(ulong index)
    {
        var reader = new InboundTable<string>(4);
        Assert.Throws<WireFormatException>(() => reader.Define(index, "x"));
        Assert.Throws<WireFormatException>(() => reader[index]);
        Assert.Throws<WireFormatException>(() => reader[0]);
    }
}
