namespace Akka.Actor;

/// <summary>The props of an actor that has ended.</summary>
public class TerminatedProps : Props
{
    /// <inheritdoc/>
    public override ActorBase NewActor() => throw new InvalidOperationException("This actor has been terminated");
}
