namespace Akka.Actor.Internal;

/// <summary>What a cell waits for while children that were asked to stop are still there.</summary>
public abstract class SuspendReason
{
    /// <summary>For the reasons below.</summary>
    protected SuspendReason()
    {
    }

    /// <summary>The cell goes on with something once the children are gone.</summary>
    public interface IWaitingForChildren
    {
    }

    /// <summary>The actor stopped a child.</summary>
    public class UserRequest : SuspendReason
    {
        private UserRequest()
        {
        }

        /// <summary>The only instance.</summary>
        public static UserRequest Instance { get; } = new();
    }

    /// <summary>The actor is restarted.</summary>
    public class Recreation : SuspendReason, IWaitingForChildren
    {
        /// <summary>After a failure.</summary>
        public Recreation(Exception cause) => Cause = cause;

        /// <summary>What failed.</summary>
        public Exception Cause { get; }
    }

    /// <summary>The actor is created again after its creation failed.</summary>
    public class Creation : SuspendReason, IWaitingForChildren
    {
    }

    /// <summary>The actor stops.</summary>
    public class Termination : SuspendReason
    {
        private Termination()
        {
        }

        /// <summary>The only instance.</summary>
        public static Termination Instance { get; } = new();
    }
}
