using System.Diagnostics;
using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Connection.Tests.Transfer;

/// <summary>Between two actor systems over TCP on loopback, without direct connections.</summary>
public sealed class TransferTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TransferOptions Options = TransferOptions.Default;
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private readonly ActorSystem _other = ActorSystem.Create("other", Remoting);
    private readonly TestProbe _arrived;

    public TransferTests()
        : base(Remoting, "here") => _arrived = CreateTestProbe();

    private static Config Remoting => ScaleMsConfig.Complete(ConfigurationFactory.ParseString(
        """
        akka.actor.provider = remote
        akka.remote.dot-netty.tcp.port = 0
        scalems.transfer.port = off
        akka.loglevel = WARNING
        """));

    [Fact]
    public async Task Twenty_mebibytes_arrive_while_small_batches_keep_flowing()
    {
        var to = await FindAsync(Sys.ActorOf(TransferPeer.Props(_arrived, Options)));
        var from = _other.ActorOf(TransferPeer.Props(ActorRefs.Nobody, Options));
        var large = Payload(20 << 20);

        from.Tell(new TransferPeer.Send(to, new ResultBatch([Rows.Result(0, payload: large)])));
        var passed = 0;
        var clock = Stopwatch.StartNew();
        for (var n = 1; ; n++)
        {
            Assert.True(clock.Elapsed < Long, $"only {passed} small batches have arrived");
            from.Tell(new TransferPeer.Send(to, new ResultBatch([Rows.Result(n, payload: [1, 2, 3])])));
            var row = Assert.Single(_arrived.ExpectMsg<ResultBatch>(Long).Results);
            if (row.Key.Index == 0)
            {
                Assert.True(row.Payload.Span.SequenceEqual(large));
                break;
            }

            passed++;
        }

        Assert.InRange(passed, 5, int.MaxValue);
    }

    [Fact]
    public async Task Lost_parts_are_sent_again()
    {
        var random = new Random(7);
        var to = await FindAsync(Sys.ActorOf(TransferPeer.Props(_arrived, Options, _ => random.Next(40) == 0)));
        var from = _other.ActorOf(TransferPeer.Props(ActorRefs.Nobody, Options));
        var large = Payload(5 << 20);

        from.Tell(new TransferPeer.Send(to, new SubmitBatch(default, Rows.Submission, [Rows.Task(1) with { Payload = large }])));

        Assert.True(Assert.Single(_arrived.ExpectMsg<SubmitBatch>(Long).Tasks).Payload.Span.SequenceEqual(large));
        BecomesIdle(from);
    }

    [Fact]
    public async Task What_is_under_way_is_not_sent_a_second_time()
    {
        var to = await FindAsync(Sys.ActorOf(TransferPeer.Props(_arrived, Options)));
        var from = _other.ActorOf(TransferPeer.Props(ActorRefs.Nobody, Options));
        var batch = new ResultBatch([Rows.Result(1), Rows.Result(2, payload: Payload(8 << 20)), Rows.Result(3, payload: Payload(40 << 10))]);

        for (var n = 0; n < 5; n++)
        {
            from.Tell(new TransferPeer.Send(to, batch));
        }

        var indices = new List<int>();
        while (indices.Count < 7)
        {
            indices.AddRange(_arrived.ExpectMsg<ResultBatch>(Long).Results.Select(static row => row.Key.Index));
        }

        Assert.Equal([1, 1, 1, 1, 1, 2, 3], indices);
        BecomesIdle(from);
        _arrived.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public async Task Many_large_rows_from_many_senders_all_arrive_within_the_receiver_s_bounds()
    {
        // Room for four of these at one time.
        var options = Options with { Max = 300 << 10 };
        var to = await FindAsync(Sys.ActorOf(TransferPeer.Props(_arrived, options)));
        foreach (var sender in Enumerable.Range(0, 10))
        {
            var from = _other.ActorOf(TransferPeer.Props(ActorRefs.Nobody, options));
            from.Tell(new TransferPeer.Send(
                to, new ResultBatch([.. Enumerable.Range(0, 3).Select(row => Rows.Result((sender * 10) + row, payload: Payload(300 << 10)))])));
        }

        var arrived = Enumerable.Range(0, 30).Select(_ => Assert.Single(_arrived.ExpectMsg<ResultBatch>(Long).Results).Key.Index).ToHashSet();

        Assert.Equal(30, arrived.Count);
    }

    [Fact]
    public async Task More_than_the_receiver_s_maximum_is_not_taken()
    {
        var to = await FindAsync(Sys.ActorOf(TransferPeer.Props(_arrived, Options with { Max = 100 << 10 })));
        var from = _other.ActorOf(TransferPeer.Props(ActorRefs.Nobody, Options));

        EventFilter.Warning(contains: "scalems.transfer.max is 102400 here").Expect(1, Long, () =>
            from.Tell(new TransferPeer.Send(to, new ResultBatch([Rows.Result(0, payload: Payload(200 << 10))]))));
    }

    [Fact]
    public void Within_one_system_nothing_is_cut()
    {
        var from = Sys.ActorOf(TransferPeer.Props(ActorRefs.Nobody, Options));
        var batch = new ResultBatch([Rows.Result(0, payload: Payload(1 << 20))]);

        from.Tell(new TransferPeer.Send(_arrived, batch));

        Assert.Same(batch, _arrived.ExpectMsg<ResultBatch>(Long));
    }

    protected override void AfterAll()
    {
        Shutdown(_other);
        base.AfterAll();
    }

    private static byte[] Payload(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }

    private void BecomesIdle(IActorRef peer) => AwaitAssert(
        () =>
        {
            peer.Tell(new TransferPeer.Pending(), TestActor);
            Assert.Equal(0, ExpectMsg<int>(Long));
        },
        Long);

    /// <summary>The actor as the other system knows it.</summary>
    private Task<IActorRef> FindAsync(IActorRef actor)
    {
        var address = ((ExtendedActorSystem)Sys).Provider.DefaultAddress;
        return _other.ActorSelection(actor.Path.ToStringWithAddress(address)).ResolveOne(Long);
    }
}
