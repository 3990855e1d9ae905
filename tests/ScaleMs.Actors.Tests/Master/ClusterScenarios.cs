using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using Akka.TestKit.Xunit2;
using ScaleMs.Actors.Connection;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Master;
using ScaleMs.Actors.Worker.Registration;

namespace ScaleMs.Actors.Tests.Master;

/// <summary>Two systems of one cluster, over the loopback interface.</summary>
public sealed class ClusterScenarios : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    public ClusterScenarios()
        : base(Member("master"), "scalems")
    {
    }

    [Fact]
    public async Task A_worker_finds_the_master_by_address_and_its_leaving_is_noticed()
    {
        var cluster = Cluster.Get(Sys);
        cluster.Join(cluster.SelfAddress);
        var master = MasterNode.Start(Sys, ScaleMsOptions.From(Sys.Settings.Config));
        var other = ActorSystem.Create("scalems", Member("worker"));
        Cluster.Get(other).Join(cluster.SelfAddress);
        var locator = MasterLocator.At(other, [$"{cluster.SelfAddress.Host}:{cluster.SelfAddress.Port}"]);
        var inbox = Inbox.Create(other);
        locator.Tell(
            new RegisterWorker { RegistrationId = Guid.CreateVersion7(), ApiName = Cpi.ApiName, WireVersion = Cpi.WireVersion, Name = "far", Slots = 2 },
            inbox.Receiver);

        Assert.IsType<WorkerRegistered>(inbox.Receive(Patience));
        await AwaitAssertAsync(() => Assert.Equal(2, cluster.State.Members.Count), Patience);
        Assert.Equal("far", Assert.Single(Status().Workers).Name);
        await CoordinatedShutdown.Get(other).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance).WaitAsync(Patience);

        await AwaitAssertAsync(() => Assert.Empty(Status().Workers), Patience);

        MasterStatus Status()
        {
            master.Tell(new Query { Limit = 0 }, TestActor);
            return ExpectMsg<QueryReply>(Patience).Status;
        }
    }

    [Fact]
    public async Task A_worker_whose_system_was_downed_registers_with_no_other_master_from_it()
    {
        var cluster = Cluster.Get(Sys);
        cluster.Join(cluster.SelfAddress);
        await AwaitAssertAsync(() => Assert.Equal(MemberStatus.Up, cluster.SelfMember.Status), Patience);
        var (gate, pool) = (CreateTestProbe(), CreateTestProbe());
        var forwarder = Sys.ActorOf(Props.Create(() => new Forwarder(gate)), Cpi.GateName);
        using var slots = WorkerSlots.Create(Settings, command: null);
        slots.Start();
        var worker = Sys.ActorOf(WorkerNode.Props(Settings, slots, MasterLocator.Local(Sys), new TaskCompletionSource<WorkerExit>()), "worker");
        pool.Send(worker, new WorkerRegistered(gate.FishForMessage<RegisterWorker>(static _ => true, Patience).RegistrationId, "master", pool));
        pool.FishForMessage<CreditGrant>(static _ => true, Patience);

        // On a busy machine the worker may have asked more than once before it was registered.
        forwarder.Tell("registered");
        gate.FishForMessage(static message => message is "registered", Patience);

        cluster.Down(cluster.SelfAddress);
        await AwaitAssertAsync(() => Assert.True(cluster.IsTerminated), Patience);
        Sys.Stop(pool);

        gate.ExpectNoMsg(TimeSpan.FromSeconds(1));
    }

    private static WorkerSettings Settings => WorkerSettings.From(ScaleMsOptions.From(Config.Empty), slots: 1);

    private static Config Member(string role) => ScaleMsConfig.Complete(ConfigurationFactory.ParseString($$"""
        akka.loglevel = WARNING
        akka.actor.provider = cluster
        akka.remote.dot-netty.tcp.port = 0
        akka.cluster.roles = ["{{role}}"]
        """));

    private sealed class Forwarder : ReceiveActor
    {
        public Forwarder(IActorRef to) => ReceiveAny(to.Forward);
    }
}
