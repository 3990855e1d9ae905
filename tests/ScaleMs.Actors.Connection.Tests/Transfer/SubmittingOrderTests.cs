using Akka.Actor;
using Akka.Configuration;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Connection.Direct;
using ScaleMs.Actors.Connection.Transfer;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Connection.Tests.Transfer;

/// <summary>From a client's node to a master's, which does not accept anything by itself.</summary>
public sealed class SubmittingOrderTests : Akka.TestKit.Xunit2.TestKit
{
    private const string Quiet = "akka.loglevel = ERROR\nakka.stdout-loglevel = OFF\n";

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private readonly ActorSystem _client = Node();
    private readonly ActorSystem _master = Node();

    [Fact]
    public async Task Batches_arrive_in_order_also_when_a_direct_connection_is_opened_meanwhile()
    {
        var receiver = _master.ActorOf(TransferPeer.Props(TestActor, TransferOptions.Default));
        var master = await _client.ActorSelection(receiver.Path.ToStringWithAddress(((ExtendedActorSystem)_master).Provider.DefaultAddress)).ResolveOne(Long);
        var submitter = _client.ActorOf(Akka.Actor.Props.Create(() => new Submitter(master)));

        // More than Akka.Remote has sent when the connection is open.
        const int Count = 5_000;
        for (var n = 0; n < Count; n++)
        {
            submitter.Tell(new SubmitBatch(Guid.Empty, Rows.Submission, [Rows.Task(n) with { Payload = new byte[20_000] }]));
        }

        Assert.NotNull(await DirectConnections.Of(_client).ConnectAsync(master.Path.Address, DirectLane.Batches));
        for (var n = 0; n < Count; n++)
        {
            Assert.Equal(n, Assert.Single(ExpectMsg<SubmitBatch>(Long).Tasks).Key.Index);
        }
    }

    protected override void AfterAll()
    {
        Shutdown(_client);
        Shutdown(_master);
        base.AfterAll();
    }

    private static ActorSystem Node() => NodeConfig.CreateSystem(NodeConfig.ForClient(ConfigurationFactory.ParseString(Quiet)));

    private sealed class Submitter : SubmittingActor
    {
        private readonly IActorRef _master;

        public Submitter(IActorRef master)
            : base(Guid.Empty, TransferOptions.Default)
        {
            _master = master;
            Receive<SubmitBatch>(Send);
        }

        protected override void PreStart()
        {
            base.PreStart();
            Connect(_master);
        }

        protected override void Reopen()
        {
        }

        protected override void Accepted(AcceptedBatch accepted, SubmitBatch? sent)
        {
        }

        protected override bool Ended(in ResultRow result) => true;
    }
}
