using FsCheck;
using FsCheck.Fluent;
using ScaleMs.Actors.Connection.Transfer;
using ScaleMs.Actors.Contracts.Transfer;

namespace ScaleMs.Actors.Connection.Tests.Transfer;

public sealed class TransferPropertyTests
{
    private static readonly Gen<(int Size, (int What, int Which)[] Steps)> Histories =
        from size in Gen.OneOf(Gen.Choose(1, 40 * BatchChunk.MaxBytes), Gen.Choose(1, 20).Select(static parts => parts * BatchChunk.MaxBytes))
        from steps in Gen.ArrayOf(
            from what in Gen.Choose(0, 9)
            from which in Gen.Choose(0, 1_000)
            select (what, which))
        select (size, steps);

    [Fact]
    public void Whatever_is_lost_doubled_or_passed_the_whole_is_what_was_sent_or_is_not_there() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(200).WithEndSize(150),
        Prop.ForAll(Histories.ToArbitrary(), static history =>
        {
            var content = new byte[history.Size];
            new Random(history.Size).NextBytes(content);
            var now = TimeSpan.Zero;
            var sender = new OutgoingTransfer(Guid.CreateVersion7(), "R", content, now);
            var receiver = new IncomingTransfer(content.Length, "R");
            var parts = new List<BatchChunk>();
            var credits = new List<int>();
            foreach (var (what, which) in history.Steps)
            {
                switch (what)
                {
                    case 0:
                        now += OutgoingTransfer.ResendAfter;
                        sender.RewindIfStalled(now);
                        break;
                    case 1 when parts.Count > 0:
                        parts.RemoveAt(which % parts.Count);
                        break;
                    case 2 when parts.Count > 0:
                        parts.Add(parts[which % parts.Count]);
                        break;
                    case 3 when credits.Count > 0:
                        credits.RemoveAt(which % credits.Count);
                        break;
                    case < 7:
                        parts.AddRange(sender.Due());
                        Deliver(parts, which % 3 == 0 ? which : 0);
                        break;
                    default:
                        Credit(which % 3 == 0 ? which : 0);
                        break;
                }

                if (parts.Count(part => part.Index >= sender.Acknowledged) > 2 * OutgoingTransfer.Window * history.Steps.Length)
                {
                    return false.Label("more is on its way than the window allows");
                }
            }

            // Nothing is lost any more.
            for (var round = 0; round < 2_000 && !sender.IsComplete; round++)
            {
                now += OutgoingTransfer.ResendAfter;
                sender.RewindIfStalled(now);
                parts.AddRange(sender.Due());
                while (parts.Count > 0)
                {
                    Deliver(parts, 0);
                }

                while (credits.Count > 0)
                {
                    Credit(0);
                }
            }

            return (sender.IsComplete && receiver.IsComplete && receiver.Content.AsSpan().SequenceEqual(content))
                .Label($"{sender.Acknowledged} and {receiver.Received} of {sender.Count}");

            void Deliver(List<BatchChunk> from, int which)
            {
                if (from.Count > 0)
                {
                    var part = from[which % from.Count];
                    from.Remove(part);
                    receiver.Add(part);
                    credits.Add(receiver.Received);
                }
            }

            void Credit(int which)
            {
                if (credits.Count > 0)
                {
                    sender.Acknowledge(credits[which % credits.Count], now);
                    credits.RemoveAt(which % credits.Count);
                }
            }
        }));

    [Fact]
    public void No_more_is_sent_than_the_window_until_something_is_acknowledged()
    {
        var sender = new OutgoingTransfer(Guid.CreateVersion7(), "S", new byte[100 * BatchChunk.MaxBytes], TimeSpan.Zero);

        Assert.Equal(OutgoingTransfer.Window, sender.Due().Count());
        Assert.Empty(sender.Due());
        sender.Acknowledge(3, TimeSpan.Zero);
        Assert.Equal([8, 9, 10], sender.Due().Select(static part => part.Index));
        sender.Acknowledge(101, TimeSpan.Zero);
        Assert.Empty(sender.Due());
    }

    [Fact]
    public void Parts_of_another_batch_are_not_mixed_in()
    {
        var receiver = new IncomingTransfer(BatchChunk.MaxBytes + 1, "R");

        Assert.False(receiver.Add(new BatchChunk(default, 0, BatchChunk.MaxBytes, "R", new byte[BatchChunk.MaxBytes])));
        Assert.False(receiver.Add(new BatchChunk(default, 0, BatchChunk.MaxBytes + 1, "S", new byte[BatchChunk.MaxBytes])));
        Assert.False(receiver.Add(new BatchChunk(default, 0, BatchChunk.MaxBytes + 1, "R", new byte[5])));
        Assert.False(receiver.Add(new BatchChunk(default, 1, BatchChunk.MaxBytes + 1, "R", new byte[1])));
        Assert.Equal(0, receiver.Received);
        Assert.Throws<InvalidOperationException>(() => receiver.Content);
    }
}
