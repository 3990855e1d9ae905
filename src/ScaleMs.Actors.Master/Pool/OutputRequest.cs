using Akka.Actor;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Pool;

/// <summary>Asks a worker once what a task has printed, and passes the answer on. A worker that does not answer has printed nothing.</summary>
internal sealed class OutputRequest : ReceiveActor
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ReadOutput _request;
    private readonly IActorRef _node;

    /// <summary>A request.</summary>
    /// <param name="node">The worker.</param>
    /// <param name="attempt">The task.</param>
    /// <param name="read">What is asked.</param>
    /// <param name="state">The task's state.</param>
    /// <param name="asker">Gets the answer ...</param>
    /// <param name="master">... from this one.</param>
    public OutputRequest(IActorRef node, TaskAttempt attempt, ReadLog read, TaskState state, IActorRef asker, IActorRef master)
    {
        _node = node;
        _request = new ReadOutput(attempt.Task.Key, attempt.Attempt, read.FromStdout, read.FromStderr, Self);
        var nothing = new TaskLog { Id = read.Id, State = state, NextStdout = read.FromStdout, NextStderr = read.FromStderr };
        Receive<OutputChunk>(chunk => End(nothing with
        {
            State = chunk.Running ? TaskState.Executing : state,
            Stdout = chunk.Stdout,
            Stderr = chunk.Stderr,
            NextStdout = chunk.NextStdout,
            NextStderr = chunk.NextStderr,
        }));
        Receive<ReceiveTimeout>(_ => End(nothing));

        void End(TaskLog log)
        {
            asker.Tell(log, master);
            Context.Stop(Self);
        }
    }

    public static Props Props(IActorRef node, TaskAttempt attempt, ReadLog read, TaskState state, IActorRef asker, IActorRef master) =>
        Akka.Actor.Props.Create(() => new OutputRequest(node, attempt, read, state, asker, master));

    protected override void PreStart()
    {
        Context.SetReceiveTimeout(Patience);
        _node.Tell(_request);
    }
}
