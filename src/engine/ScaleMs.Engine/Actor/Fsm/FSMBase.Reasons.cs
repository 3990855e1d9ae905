namespace Akka.Actor;

public abstract partial class FSMBase
{
    /// <summary>Why a machine ends.</summary>
    public abstract class Reason
    {
        protected Reason() { }
    }

    /// <summary>It called Stop.</summary>
    public sealed class Normal : Reason
    {
        private Normal() { }

        public static Normal Instance { get; } = new();
    }

    /// <summary>It was stopped from outside.</summary>
    public sealed class Shutdown : Reason
    {
        private Shutdown() { }

        public static Shutdown Instance { get; } = new();
    }

    /// <summary>Something went wrong; the cause may be an exception.</summary>
    public sealed class Failure : Reason
    {
        public Failure(object cause) => Cause = cause;

        public object Cause { get; }

        public override string ToString() => $"Failure({Cause})";
    }
}
