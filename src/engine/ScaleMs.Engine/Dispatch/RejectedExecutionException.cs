using Akka.Actor;

namespace Akka.Dispatch;

/// <summary>An executor takes no more work.</summary>
public class RejectedExecutionException : AkkaException
{
    /// <summary>With a message and a cause.</summary>
    public RejectedExecutionException(string? message = null, Exception? inner = null)
        : base(message, inner)
    {
    }
}
