using Akka.Actor;

namespace ScaleMs.Actors.Tasks;

/// <summary>Who wants which results. Outlives its actor: results are kept until the client takes the session up again.</summary>
internal sealed class ClientSession(Guid id, bool isPlain)
{
    /// <summary>The client's session, or the submission under which the tasks of a plain actor run.</summary>
    public Guid Id { get; } = id;

    /// <summary>An actor that sends commands without a session: gets each result as one message, which is not acknowledged.</summary>
    public bool IsPlain { get; } = isPlain;

    /// <summary>Null while the client is away.</summary>
    public IActorRef? Actor { get; set; }

    /// <summary>The client wants nothing more.</summary>
    public bool Closed { get; set; }

    /// <summary>Tasks of the session that are in the ledger, final or not.</summary>
    public int Tasks { get; set; }

    /// <summary>Tasks of the session that are not final.</summary>
    public int Unfinished { get; set; }

    /// <summary>Final tasks whose results are not acknowledged.</summary>
    public int Undelivered { get; set; }

    /// <summary>Results to be sent when the current message has been handled.</summary>
    public List<TaskEntry> Outbox { get; } = [];

    /// <summary>Results in order of their sending; those delivered since are skipped.</summary>
    public Queue<(TaskEntry Task, long SentAt)> Sent { get; set; } = new();

    /// <summary>Index of a plain session's next task.</summary>
    public int NextIndex { get; set; }
}
