using System.Reflection;
using System.Runtime.ExceptionServices;

namespace Akka.Actor;

/// <summary>The base of the engine's exceptions.</summary>
public abstract class AkkaException : Exception
{
    /// <summary>Without a message.</summary>
    protected AkkaException()
    {
    }

    /// <summary>With a message and what caused it.</summary>
    protected AkkaException(string? message, Exception? cause = null)
        : base(message, cause)
    {
    }

    /// <summary>What caused it.</summary>
    protected Exception? Cause => InnerException;

    /// <summary>The exception that user code threw, out of the wrapper that reflection puts around it.</summary>
    internal static Exception Unwrap(Exception exception) =>
        exception is TargetInvocationException { InnerException: { } inner } ? inner : exception;

    /// <summary>Throws an exception that was thrown before, with its own stack trace.</summary>
    internal static void Rethrow(Exception exception) => ExceptionDispatchInfo.Capture(exception).Throw();
}
