using System.Text;
using ScaleMs.Actors.Contracts.Lines;

namespace ScaleMs.Actors.Contracts.Tests.Lines;

public sealed class ByteLinesTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("a", new[] { "a" })]
    [InlineData("a\nb", new[] { "a", "b" })]
    [InlineData("a\r\n\r\nb\n", new[] { "a", "", "b" })]
    [InlineData("\n\n", new[] { "", "" })]
    [InlineData("\uFEFFa\n\uFEFFb", new[] { "a", "\uFEFFb" })]
    [InlineData("a\rb", new[] { "a\rb" })]
    public async Task Lines_end_as_on_any_system_and_the_last_one_with_the_stream(string text, string[] expected)
    {
        foreach (var piece in (int[])[1, 2, 1000])
        {
            Assert.Equal(expected, await LinesAsync(Encoding.UTF8.GetBytes(text), piece));
        }
    }

    [Fact]
    public async Task Lines_longer_than_any_buffer_come_whole()
    {
        string[] expected = [new('a', 1_000_000), "b", new('c', 65_536), new('d', 3_000_000)];

        Assert.Equal(expected, await LinesAsync(Encoding.UTF8.GetBytes(string.Join("\r\n", expected)), 50_000));
    }

    private static async Task<List<string>> LinesAsync(byte[] bytes, int piece)
    {
        using var lines = new ByteLines(new Pieces(bytes, piece));
        var found = new List<string>();
        while (await lines.NextAsync(CancellationToken.None) is { } line)
        {
            found.Add(Encoding.UTF8.GetString(line.Span));
        }

        return found;
    }

    /// <summary>Returns a limited number of bytes per read.</summary>
    private sealed class Pieces(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
