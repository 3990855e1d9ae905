using System.Security.Cryptography;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using ScaleMs.Actors.Contracts.Files;
using ScaleMs.Actors.Contracts.Transfer;
using ScaleMs.Actors.Master.Files;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.Master.Tests.Faults;

namespace ScaleMs.Actors.Master.Tests.Files;

public sealed class KeeperTests() : TestKit("akka.loglevel = OFF")
{
    private readonly string _directory = Directory.CreateTempSubdirectory("scalems-test-").FullName;

    [Fact]
    public void What_a_worker_offers_is_fetched_from_it_kept_and_read_to_others()
    {
        var (keeper, worker, other) = (Keeper(), CreateTestProbe(), CreateTestProbe());
        var content = RandomNumberGenerator.GetBytes((2 * FilePiece.MaxBytes) + 5);

        Offer(keeper, worker, content);
        worker.ExpectMsg<FileKept>(TestKitTimes.Patience);

        Assert.Equal(content, File.ReadAllBytes(Stored(content)));
        keeper.Tell(new LocateFile(KeyOf(content)), other);
        var located = other.ExpectMsg<FileLocated>(TestKitTimes.Patience);
        Assert.Equal(content.Length, located.Size);
        Assert.Equal([worker.Ref.Path, keeper.Path], located.Sources.Select(static source => source.Path));
        keeper.Tell(new ReadFile(KeyOf(content), FilePiece.MaxBytes, FilePiece.MaxBytes), other);
        Assert.Equal(content[FilePiece.MaxBytes..(2 * FilePiece.MaxBytes)], other.ExpectMsg<FilePiece>(TestKitTimes.Patience).Bytes.ToArray());

        // A worker that has gone is no source.
        Sys.Stop(worker.Ref);
        AwaitAssert(() =>
        {
            keeper.Tell(new LocateFile(KeyOf(content)), other);
            Assert.Equal([keeper], other.ExpectMsg<FileLocated>(TestKitTimes.Patience).Sources.AsEnumerable());
        }, TestKitTimes.Patience);
    }

    [Fact]
    public void A_keeper_that_starts_again_has_the_files()
    {
        var (keeper, worker) = (Keeper(), CreateTestProbe());
        Offer(keeper, worker, [1, 2, 3]);
        worker.ExpectMsg<FileKept>(TestKitTimes.Patience);
        Watch(keeper);
        Sys.Stop(keeper);
        ExpectTerminated(keeper, TestKitTimes.Patience);

        Keeper().Tell(new ReadFile(KeyOf([1, 2, 3]), 0, 3), worker);

        Assert.Equal([1, 2, 3], worker.ExpectMsg<FilePiece>(TestKitTimes.Patience).Bytes.ToArray());
    }

    [Fact]
    public void Wrong_content_is_refused_and_nothing_of_it_stays()
    {
        var (keeper, worker) = (Keeper(), CreateTestProbe());

        keeper.Tell(new OfferFile(KeyOf([1]), 2), worker);
        worker.ExpectMsg<ReadFile>(TestKitTimes.Patience);
        worker.Send(keeper, new FilePiece(KeyOf([1]), 0, new byte[] { 8, 9 }));

        Assert.Contains(KeyOf([1]), worker.ExpectMsg<FileRefused>(TestKitTimes.Patience).Reason, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(Stored([1]))!, "tmp_*"));
    }

    [Fact]
    public void A_worker_that_cannot_read_what_it_offers_is_told_so()
    {
        var (keeper, worker) = (Keeper(), CreateTestProbe());

        keeper.Tell(new OfferFile(KeyOf([1]), 1), worker);
        worker.ExpectMsg<ReadFile>(TestKitTimes.Patience);
        worker.Send(keeper, new FileMissing(KeyOf([1]), "deleted"));

        Assert.Contains("deleted", worker.ExpectMsg<FileRefused>(TestKitTimes.Patience).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_needed_stays_and_what_only_records_mention_makes_room()
    {
        var (keeper, worker, other) = (Keeper(bound: 10), CreateTestProbe(), CreateTestProbe());
        Offer(keeper, worker, [1, 1, 1, 1, 1, 1]);
        worker.ExpectMsg<FileKept>(TestKitTimes.Patience);
        keeper.Tell(new FileUses([new FileUse(KeyOf([1, 1, 1, 1, 1, 1]), 1, 0)]));

        keeper.Tell(new OfferFile(KeyOf([2, 2, 2, 2, 2]), 5), worker);
        Assert.Contains("scalems.files.store-size", worker.ExpectMsg<FileRefused>(TestKitTimes.Patience).Reason, StringComparison.Ordinal);

        keeper.Tell(new FileUses([new FileUse(KeyOf([1, 1, 1, 1, 1, 1]), -1, 1)]));
        Offer(keeper, other, [2, 2, 2, 2, 2]);
        other.ExpectMsg<FileKept>(TestKitTimes.Patience);
        Assert.Equal([KeyOf([1, 1, 1, 1, 1, 1])], worker.ExpectMsg<FilesForgotten>(TestKitTimes.Patience).Keys.AsEnumerable());
    }

    [Fact]
    public void What_nothing_needs_or_mentions_any_more_is_deleted_everywhere()
    {
        var (keeper, worker) = (Keeper(), CreateTestProbe());
        Offer(keeper, worker, [1]);
        worker.ExpectMsg<FileKept>(TestKitTimes.Patience);
        keeper.Tell(new FileUses([new FileUse(KeyOf([1]), 2, 0)]));
        keeper.Tell(new FileUses([new FileUse(KeyOf([1]), -1, 1)]));
        keeper.Tell(new FileUses([new FileUse(KeyOf([1]), -1, -1)]));

        Assert.Equal([KeyOf([1])], worker.ExpectMsg<FilesForgotten>(TestKitTimes.Patience).Keys.AsEnumerable());
        AwaitCondition(() => !File.Exists(Stored([1])), TestKitTimes.Patience);
        keeper.Tell(new LocateFile(KeyOf([1])), worker);
        Assert.Empty(worker.ExpectMsg<FileLocated>(TestKitTimes.Patience).Sources);
    }

    [Fact]
    public void A_file_that_has_vanished_from_the_disk_is_not_said_to_be_there()
    {
        var (keeper, worker) = (Keeper(), CreateTestProbe());
        Offer(keeper, worker, [1]);
        worker.ExpectMsg<FileKept>(TestKitTimes.Patience);
        keeper.Tell(new FilesDropped([KeyOf([1])]), worker);
        File.Delete(Stored([1]));

        keeper.Tell(new ReadFile(KeyOf([1]), 0, 1), worker);
        worker.ExpectMsg<FileMissing>(TestKitTimes.Patience);
        keeper.Tell(new LocateFile(KeyOf([1])), worker);
        Assert.Empty(worker.ExpectMsg<FileLocated>(TestKitTimes.Patience).Sources);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        Directory.Delete(_directory, recursive: true);
    }

    private static string KeyOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private string Stored(byte[] content) => Path.Combine(_directory, "scalems_0_0", KeyOf(content));

    private IActorRef Keeper(long? bound = null) => Sys.ActorOf(FileKeeper.Props(new KeeperSettings(_directory, bound, IsTemporary: false)));

    private static void Offer(IActorRef keeper, TestProbe worker, byte[] content)
    {
        keeper.Tell(new OfferFile(KeyOf(content), content.Length) { IsHeld = true }, worker);
        for (var offset = 0; offset < content.Length; offset += FilePiece.MaxBytes)
        {
            var read = worker.FishForMessage<ReadFile>(static _ => true, TestKitTimes.Patience);
            worker.Send(keeper, new FilePiece(KeyOf(content), read.Offset, content.AsMemory((int)read.Offset, read.Length)));
        }
    }
}
