using Akka.Actor;

namespace Akka.Remote.Serialization;

/// <summary>An exception of another system whose type is not made here.</summary>
internal sealed class RemoteFailureException(string type, string message, string remoteTrace, Exception? inner)
    : AkkaException($"{type}: {message}", inner)
{
    public string RemoteTrace { get; } = remoteTrace;

    public override string ToString() => $"{base.ToString()}{Environment.NewLine}--- in the other system ---{Environment.NewLine}{RemoteTrace}";
}
