using System.Collections.Immutable;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.Master.Provisioning;
using ScaleMs.Actors.Master.Provisioning.Launchers;
using ScaleMs.Actors.Master.Provisioning.Settings;

namespace ScaleMs.Actors.Master.Tests.Provisioning;

/// <summary>A provisioner whose ledger writes at once, whose pool is a probe, and whose launcher is the test's.</summary>
public abstract class ProvisionerBench : TestKit
{
    private protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private int _calls;

    private protected ProvisionerBench()
    {
        Ledger = CreateTestProbe();
        Pool = CreateTestProbe();
        Ledger.SetAutoPilot(new DelegateAutoPilot((sender, message) =>
        {
            if (message is LaunchesChanged changed)
            {
                Written = changed.Record;
                sender.Tell(new LaunchesWritten(changed.Version));
            }

            return AutoPilot.KeepRunning;
        }));
    }

    private protected TestProbe Ledger { get; }

    private protected TestProbe Pool { get; }

    private protected FakeLauncher Launcher { get; } = new();

    /// <summary>The launcher <c>slurm</c>.</summary>
    private protected FakeLauncher Queue { get; } = new() { Queues = true };

    /// <summary>What the journal has.</summary>
    private protected LaunchRecord Written { get; private set; } = LaunchRecord.Empty;

    private protected ProvisioningSettings Settings { get; init; } = new("m")
    {
        Contact = "127.0.0.1:1",
        LookInterval = TimeSpan.FromMilliseconds(50),
        BackOff = TimeSpan.FromMilliseconds(1),
        EndDeadline = TimeSpan.FromMilliseconds(300),
    };

    private protected IActorRef Start(LaunchRecord? before = null, ProvisioningSettings? settings = null) => Sys.ActorOf(WorkerProvisioner.Props(
        settings ?? Settings,
        new Dictionary<string, IWorkerLauncher> { ["local"] = Launcher, ["slurm"] = Queue },
        before ?? LaunchRecord.Empty,
        Ledger.Ref,
        Pool.Ref));

    /// <summary>Tells a command; its answer, and what follows it, comes to the test's actor.</summary>
    private protected void Tell(IActorRef provisioner, Command command) =>
        provisioner.Tell(new CommandCall(command, new CommandRequest($"c.{_calls++}", TestActor) { Handler = TestActor }));

    private protected TaskRecord Answer() => ((CommandFinished)FishForMessage(static message => message is CommandFinished, Patience)).Record;

    private protected ImmutableArray<string> Add(IActorRef provisioner, int count = 1, WorkerDescription? worker = null)
    {
        Tell(provisioner, new AddWorkers { Count = count, Worker = worker ?? new WorkerDescription() });
        return [.. Answer().ReturnValue!.Value.EnumerateArray().Select(static uid => uid.GetString()!)];
    }

    /// <summary>The one message that whoever asked for the worker gets.</summary>
    private protected WorkerStateChanged Change(string uid) => (WorkerStateChanged)FishForMessage(message => message is WorkerStateChanged change && change.Uid == uid, Patience);

    private protected WorkerStateChanged Change(string uid, WorkerState state) =>
        (WorkerStateChanged)FishForMessage(message => message is WorkerStateChanged change && change.Uid == uid && change.State == state, Patience);

    private sealed class DelegateAutoPilot(Func<IActorRef, object, AutoPilot> run) : AutoPilot
    {
        public override AutoPilot Run(IActorRef sender, object message) => run(sender, message);
    }
}
