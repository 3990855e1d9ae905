using FsCheck;
using FsCheck.Fluent;
using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Worker.Tests.Communication;

public sealed class RankPropertyTests
{
    private const int Operations = 9;

    private static readonly Gen<int> Lengths = Gen.Frequency(
        (6, Gen.Choose(0, 300)), (2, Gen.Choose(60_000, 70_000)), (2, Gen.Choose(250_000, 270_000)), (1, Gen.Choose(700_000, 2_000_000)));

    private static readonly Gen<(int Size, Message[] Messages, int Seed)> Exchanges =
        from size in Gen.Choose(1, 4)
        from messages in Gen.ArrayOf(
            from way in Gen.Choose(0, (size * size) - 1)
            from tag in Gen.Choose(0, 2)
            from length in Lengths
            from isValue in Gen.Elements(true, false)
            select new Message(way / size, way % size, tag, length, isValue))
        from seed in Gen.Choose(0, int.MaxValue)
        select (size, messages, seed);

    private static readonly Gen<(int Size, (int What, int Root, int Length)[] Calls)> Scripts =
        from size in Gen.Choose(1, 7)
        from calls in Gen.ArrayOf(
            from what in Gen.Choose(0, Operations - 1)
            from root in Gen.Choose(0, size - 1)
            from length in Lengths
            select (what, root, length))
        select (size, calls);

    [Fact]
    public void Messages_arrive_whole_and_in_order_however_they_are_received() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(150).WithEndSize(60),
        Prop.ForAll(Exchanges.ToArbitrary(), static async exchange =>
        {
            using var network = new RankNetwork(exchange.Size);
            await network.RunAsync(async rank =>
            {
                // Sends in order; receives of each sender and tag in order, but those of different ones in any.
                var random = new Random(exchange.Seed + rank.Rank);
                var sends = new Queue<int>(Enumerable.Range(0, exchange.Messages.Length).Where(i => exchange.Messages[i].From == rank.Rank));
                var receives = Enumerable.Range(0, exchange.Messages.Length).Where(i => exchange.Messages[i].To == rank.Rank)
                    .GroupBy(i => (exchange.Messages[i].From, exchange.Messages[i].Tag)).Select(static group => new Queue<int>(group)).ToList();
                List<Task> pending = [];
                while (sends.Count > 0 || receives.Count > 0)
                {
                    if (receives.Count == 0 || (sends.Count > 0 && random.Next(2) == 0))
                    {
                        var i = sends.Dequeue();
                        pending.Add(exchange.Messages[i].SendAsync(rank, i));
                    }
                    else
                    {
                        var queue = receives[random.Next(receives.Count)];
                        var i = queue.Dequeue();
                        pending.Add(exchange.Messages[i].ReceiveAsync(rank, i));
                        if (queue.Count == 0)
                        {
                            receives.Remove(queue);
                        }
                    }
                }

                await Task.WhenAll(pending);
            });
        }));

    [Fact]
    public void Collective_operations_give_what_they_should_one_after_another() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(80).WithEndSize(25),
        Prop.ForAll(Scripts.ToArbitrary(), static async script =>
        {
            using var network = new RankNetwork(script.Size);
            await network.RunAsync(async rank =>
            {
                var (now, members) = (rank, Enumerable.Range(0, script.Size).ToArray());
                foreach (var (what, root, length) in script.Calls)
                {
                    if (what == Operations - 1)
                    {
                        var color = rank.Rank % 2;
                        now = (await now.SplitAsync(color, -rank.Rank))!;
                        members = [.. members.Where(member => member % 2 == color).OrderDescending()];
                    }
                    else
                    {
                        await CallAsync(now, members, what, root % now.Size, length);
                    }
                }
            });
        }));

    private static async Task CallAsync(ICommunicator rank, int[] members, int what, int root, int length)
    {
        var own = Text(members[rank.Rank], length);
        string[] all = [.. members.Select(member => Text(member, length))];
        switch (what)
        {
            case 0:
                await rank.BarrierAsync();
                break;
            case 1:
                Assert.Equal(all[root], await rank.BroadcastAsync(rank.Rank == root ? own : null, root));
                break;
            case 2:
                Assert.Equal(own, await rank.ScatterAsync(rank.Rank == root ? all : null, root));
                break;
            case 3:
                Assert.Equal(rank.Rank == root ? all : null, await rank.GatherAsync(own, root));
                break;
            case 4:
                Assert.Equal(all, await rank.AllGatherAsync(own));
                break;
            case 5:
                Assert.Equal(rank.Rank == root ? string.Concat(all) : null, await rank.ReduceAsync(own, string.Concat, root));
                break;
            case 6:
                Assert.Equal(string.Concat(all), await rank.AllReduceAsync(own, string.Concat));
                break;
            default:
                var values = Enumerable.Range(0, length / 4).Select(i => i * (rank.Rank + 1)).ToArray();
                await rank.AllReduceAsync(values.AsMemory(), ReduceOperation.Sum);
                Assert.Equal(Enumerable.Range(0, length / 4).Select(i => i * (rank.Size * (rank.Size + 1) / 2)), values);
                Assert.Equal(all.Select(text => text + own), await rank.AllToAllAsync([.. all.Select(text => own + text)]));
                break;
        }
    }

    private static string Text(int member, int length) => new((char)('a' + member), length);

    private sealed record Message(int From, int To, int Tag, int Length, bool IsValue)
    {
        public Task SendAsync(ICommunicator rank, int number) =>
            IsValue ? rank.SendAsync(Content(number), To, Tag) : rank.SendAsync(Content(number).AsMemory(), To, Tag);

        public async Task ReceiveAsync(ICommunicator rank, int number)
        {
            var received = new byte[Length];
            if (IsValue)
            {
                received = await rank.ReceiveAsync<byte[]>(From, Tag);
            }
            else
            {
                Assert.Equal(Length, await rank.ReceiveAsync(received.AsMemory(), From, Tag));
            }

            Assert.True(received.AsSpan().SequenceEqual(Content(number)), $"message {number} has other bytes");
        }

        private byte[] Content(int number)
        {
            var content = new byte[Length];
            new Random(number).NextBytes(content);
            return content;
        }
    }
}
