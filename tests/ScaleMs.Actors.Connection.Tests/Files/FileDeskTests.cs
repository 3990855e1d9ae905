using System.Security.Cryptography;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using ScaleMs.Actors.Connection.Files;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Files;
using ScaleMs.Actors.Contracts.Transfer;
using ScaleMs.Actors.Files.Fingerprints;
using ScaleMs.Actors.Files.Receiving;

namespace ScaleMs.Actors.Connection.Tests.Files;

public sealed class FileDeskTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _directory = Directory.CreateTempSubdirectory("scalems-test-").FullName;
    private readonly FilePort _port = new();
    private readonly TestProbe _keeper;
    private readonly IActorRef _desk;
    private readonly byte[] _content = RandomNumberGenerator.GetBytes((40 * FilePiece.MaxBytes) + 17);
    private readonly ResourceIdentifier _key;

    public FileDeskTests()
        : base("akka.loglevel = OFF")
    {
        _key = new ResourceIdentifier(SHA256.HashData(_content));
        _keeper = CreateTestProbe();
        _desk = Sys.ActorOf(FileDesk.Props(_port, static _ => null, static _ => { }));
        _desk.Tell(new FileDesk.UseKeeper(_keeper.Ref));
    }

    [Fact]
    public async Task A_file_is_fetched_in_pieces_that_are_asked_for_a_bounded_number_ahead()
    {
        var source = CreateTestProbe();
        var fetching = FetchAsync();
        Located(source);
        var asked = 0;
        for (long offset = 0; offset < _content.Length; offset += FilePiece.MaxBytes)
        {
            while (source.HasMessages)
            {
                Assert.Equal((long)asked * FilePiece.MaxBytes, source.ExpectMsg<ReadFile>().Offset);
                asked++;
            }

            Assert.True(asked - (offset / FilePiece.MaxBytes) <= 16, $"{asked} pieces were asked for when {offset} bytes had been sent");
            Send(source, offset);
            source.AwaitCondition(() => source.HasMessages || offset + (16 * FilePiece.MaxBytes) >= _content.Length, Patience);
        }

        using var file = await fetching;
        Assert.Equal(_content, File.ReadAllBytes(file.Complete()));
        Assert.Equal(_key.ToString(), _keeper.ExpectMsg<FileHeld>(Patience).Key);
    }

    [Fact]
    public async Task Wrong_content_of_one_source_is_noticed_and_another_one_asked()
    {
        var (bad, good) = (CreateTestProbe(), CreateTestProbe());
        var fetching = FetchAsync();
        Located(bad, good);
        ServeAll(bad, new byte[_content.Length]);

        Located(bad, good);
        ServeAll(good, _content);

        using var file = await fetching;
        Assert.Equal(_content, File.ReadAllBytes(file.Complete()));
        Assert.Single(Directory.GetFiles(_directory));
    }

    [Fact]
    public async Task Another_source_goes_on_where_one_has_stopped()
    {
        var (first, second) = (CreateTestProbe(), CreateTestProbe());
        var fetching = FetchAsync();
        Located(first, second);
        first.ExpectMsg<ReadFile>(Patience);
        Send(first, 0);
        first.Send(_desk, new FileMissing(_key.ToString(), "deleted"));

        Located(first, second);
        Assert.Equal(FilePiece.MaxBytes, second.ExpectMsg<ReadFile>(Patience).Offset);
        for (long offset = FilePiece.MaxBytes; offset < _content.Length; offset += FilePiece.MaxBytes)
        {
            Send(second, offset);
        }

        using var file = await fetching;
        Assert.Equal(_content, File.ReadAllBytes(file.Complete()));
    }

    [Fact]
    public async Task A_file_of_which_there_is_no_copy_is_lost()
    {
        var fetching = FetchAsync();
        Located();

        Assert.Equal(_key.ToString(), (await Assert.ThrowsAsync<FileLostException>(() => fetching)).Key);
        Assert.Empty(Directory.GetFiles(_directory));
    }

    [Fact]
    public async Task The_next_desk_does_what_the_last_one_has_not_done()
    {
        var fetching = FetchAsync();
        _keeper.ExpectMsg<LocateFile>(Patience);
        Watch(_desk);
        Sys.Stop(_desk);
        ExpectTerminated(_desk, Patience);
        var next = Sys.ActorOf(FileDesk.Props(_port, static _ => null, static _ => { }));
        next.Tell(new FileDesk.UseKeeper(_keeper.Ref));
        _keeper.ExpectMsg<LocateFile>(Patience);
        _keeper.Send(next, new FileLocated(_key.ToString(), _content.Length, []));

        await Assert.ThrowsAsync<FileLostException>(() => fetching);
    }

    [Fact]
    public async Task What_is_offered_is_read_to_the_keeper_until_it_is_kept_or_refused()
    {
        var path = Path.Combine(_directory, "file");
        await File.WriteAllBytesAsync(path, _content);
        var keeping = _port.KeepAsync(_key.ToString(), _content.Length, path, CancellationToken.None);
        Assert.Equal(_key.ToString(), _keeper.ExpectMsg<OfferFile>(Patience).Key);
        _keeper.Send(_desk, new ReadFile(_key.ToString(), FilePiece.MaxBytes, 100));
        Assert.Equal(_content.AsSpan(FilePiece.MaxBytes, 100).ToArray(), _keeper.ExpectMsg<FilePiece>(Patience).Bytes.ToArray());
        _keeper.Send(_desk, new ReadFile(_key.ToString(), _content.Length - 1, 2));
        Assert.Contains("too early", _keeper.ExpectMsg<FileMissing>(Patience).Reason, StringComparison.Ordinal);
        _keeper.Send(_desk, new FileKept(_key.ToString()));
        await keeping;

        var refused = _port.KeepAsync(_key.ToString(), _content.Length, path, CancellationToken.None);
        _keeper.ExpectMsg<OfferFile>(Patience);
        _keeper.Send(_desk, new FileRefused(_key.ToString(), "full"));
        Assert.Equal("full", (await Assert.ThrowsAsync<ContextException>(() => refused)).Message);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        Directory.Delete(_directory, recursive: true);
    }

    private Task<IncomingFile> FetchAsync() => _port.FetchAsync(_key.ToString(), size => IncomingFile.Create(_directory, _key, size), CancellationToken.None);

    private void Located(params TestProbe[] sources)
    {
        Assert.Equal(_key.ToString(), _keeper.ExpectMsg<LocateFile>(Patience).Key);
        _keeper.Send(_desk, new FileLocated(_key.ToString(), _content.Length, [.. sources.Select(static source => source.Ref)]));
    }

    private void ServeAll(TestProbe source, byte[] content)
    {
        source.ExpectMsg<ReadFile>(Patience);
        for (long offset = 0; offset < content.Length; offset += FilePiece.MaxBytes)
        {
            Send(source, offset, content);
        }
    }

    private void Send(TestProbe source, long offset, byte[]? content = null)
    {
        content ??= _content;
        source.Send(_desk, new FilePiece(_key.ToString(), offset, content.AsMemory((int)offset, Math.Min(FilePiece.MaxBytes, content.Length - (int)offset))));
    }
}
