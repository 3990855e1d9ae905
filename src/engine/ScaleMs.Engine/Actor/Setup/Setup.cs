namespace Akka.Actor.Setup;

/// <summary>A part of what an actor system is made of, given in code.</summary>
public abstract class Setup
{
    /// <summary>For derived classes.</summary>
    protected Setup()
    {
    }

    /// <summary>This and another.</summary>
    public ActorSystemSetup And(Setup other) => ActorSystemSetup.Create(this, other);
}
