namespace Akka.Remote.Transport;

/// <summary>What an <see cref="Association"/> is told besides messages; taken one at a time by its own loop.</summary>
internal abstract record AssociationCommand
{
    private AssociationCommand()
    {
    }

    /// <summary>A connection with the peer has been made, by either side.</summary>
    public sealed record LinkUp(Link Link) : AssociationCommand;

    public sealed record LinkDown(Link Link, Exception? Failure) : AssociationCommand;

    public sealed record DialFailed(Exception Failure) : AssociationCommand;

    public sealed record Quarantine(int? Uid) : AssociationCommand;

    /// <summary>Time has passed: look whether anything is due.</summary>
    public sealed record Tick : AssociationCommand
    {
        public static Tick Instance { get; } = new();
    }

    /// <summary>Send what is waiting, say goodbye, end.</summary>
    public sealed record Close : AssociationCommand
    {
        public static Close Instance { get; } = new();
    }
}
