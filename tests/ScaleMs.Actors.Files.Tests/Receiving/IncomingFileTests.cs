using System.Security.Cryptography;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Files.Fingerprints;
using ScaleMs.Actors.Files.Receiving;

namespace ScaleMs.Actors.Files.Tests.Receiving;

public sealed class IncomingFileTests : IDisposable
{
    private static readonly ResourceIdentifier Hello = new(SHA256.HashData("hello"u8));
    private readonly StoreDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Pieces_become_a_read_only_file_that_is_moved_into_its_place()
    {
        using var file = IncomingFile.Create(_directory.Work, Hello, 5);
        file.Write("he"u8);
        Assert.Equal(2, file.Received);
        file.Write([]);
        file.Write("llo"u8);

        var path = await file.CompleteAsync();
        Assert.Equal("hello", await File.ReadAllTextAsync(path));
        Assert.Equal(path, file.Complete());
        Modes.Are((UnixFileMode)0b100_100_100, path);

        file.MoveTo(_directory.Of("target"));
        file.Dispose();
        Assert.Equal("hello", await File.ReadAllTextAsync(_directory.Of("target")));
        Assert.Empty(Directory.GetFiles(_directory.Work));
    }

    [Fact]
    public void An_empty_file_arrives_without_pieces()
    {
        using var file = IncomingFile.Create(_directory.Work, new ResourceIdentifier(SHA256.HashData([])), 0);

        Assert.Equal(0, new FileInfo(file.Complete()).Length);
    }

    [Fact]
    public void Another_content_is_refused_and_removed()
    {
        using (var file = IncomingFile.Create(_directory.Work, Hello, 5))
        {
            file.Write("hullo"u8);

            var error = Assert.Throws<DataLocalizationException>(() => file.Complete());
            Assert.Equal(
                $"the content of the file {Hello} was expected, and another one with the key {Convert.ToHexStringLower(SHA256.HashData("hullo"u8))} arrived; get it from another copy",
                error.Message);
            Assert.Throws<InvalidOperationException>(() => file.MoveTo(_directory.Of("target")));
        }

        Assert.Empty(Directory.GetFiles(_directory.Work));
    }

    [Fact]
    public void A_content_that_is_too_short_is_refused()
    {
        using var file = IncomingFile.Create(_directory.Work, Hello, 5);
        file.Write("hell"u8);

        var error = Assert.Throws<DataLocalizationException>(() => file.Complete());
        Assert.Equal($"the file {Hello} was expected to have 5 bytes, and 4 arrived; get it from another copy", error.Message);
    }

    [Fact]
    public void A_content_that_is_too_long_is_refused_before_it_is_written()
    {
        using var file = IncomingFile.Create(_directory.Work, Hello, 5);
        file.Write("hell"u8);

        var error = Assert.Throws<DataLocalizationException>(() => file.Write("oo"u8));
        Assert.Equal($"the file {Hello} was expected to have 5 bytes, and at least 6 arrived; get it from another copy", error.Message);
        Assert.Equal(4, file.Received);

        file.Write("o"u8);
        file.Complete();
        Assert.Throws<InvalidOperationException>(() => file.Write("o"u8));
    }

    [Fact]
    public void A_directory_that_does_not_exist_is_named()
    {
        var error = Assert.Throws<ContextException>(() => IncomingFile.Create(_directory.Of("none"), Hello, 5));

        Assert.Contains(_directory.Of("none"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_complete_is_not_moved()
    {
        using var file = IncomingFile.Create(_directory.Work, Hello, 5);

        var error = Assert.Throws<InvalidOperationException>(() => file.MoveTo(_directory.Of("target")));
        Assert.Contains("is not complete: 0 of 5 bytes", error.Message, StringComparison.Ordinal);
    }
}
