namespace Akka.Actor;

/// <summary>What a supervisor does about a failed child.</summary>
public enum Directive
{
    /// <summary>The child goes on with the next message.</summary>
    Resume,

    /// <summary>The child is replaced by a fresh instance.</summary>
    Restart,

    /// <summary>The supervisor fails itself.</summary>
    Escalate,

    /// <summary>The child is stopped.</summary>
    Stop,
}

/// <summary>Pairs directives with exceptions.</summary>
public static class DirectiveExtensions
{
    /// <summary>A directive for a kind of exception.</summary>
    public static KeyValuePair<Type, Directive> When<TException>(this Directive self)
        where TException : Exception => new(typeof(TException), self);
}
