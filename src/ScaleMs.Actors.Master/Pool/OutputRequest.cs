using Akka.Actor;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Pool;

/// <summary>Asks a worker once what a task has printed, and ends the command with the answer. A worker that does not answer has printed nothing.</summary>
internal sealed class OutputRequest : ReceiveActor
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ReadOutput _output;
    private readonly IActorRef _node;

    /// <summary>A request.</summary>
    /// <param name="node">The worker.</param>
    /// <param name="read">What is asked.</param>
    public OutputRequest(IActorRef node, PoolReadLog read)
    {
        _node = node;
        _output = new ReadOutput(read.Attempt.Task.Key, read.Attempt.Attempt, read.Read.FromStdout, read.Read.FromStderr, Self);
        var nothing = Nothing(read);
        Receive<OutputChunk>(chunk => End(nothing with
        {
            State = chunk.Running ? TaskState.Executing : read.State,
            Stdout = chunk.Stdout,
            Stderr = chunk.Stderr,
            NextStdout = chunk.NextStdout,
            NextStderr = chunk.NextStderr,
        }));
        Receive<ReceiveTimeout>(_ => End(nothing));

        void End(TaskLog log)
        {
            read.Request.Handler.Tell(new CommandFinished(read.Request, log));
            Context.Stop(Self);
        }
    }

    public static Props Props(IActorRef node, PoolReadLog read) => Akka.Actor.Props.Create(() => new OutputRequest(node, read));

    /// <summary>The answer where there is nothing new.</summary>
    public static TaskLog Nothing(PoolReadLog read) => new()
    {
        Id = read.Read.Id,
        State = read.State,
        NextStdout = read.Read.FromStdout,
        NextStderr = read.Read.FromStderr,
    };

    protected override void PreStart()
    {
        Context.SetReceiveTimeout(Patience);
        _node.Tell(_output);
    }
}
