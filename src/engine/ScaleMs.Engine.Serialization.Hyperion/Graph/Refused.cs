using System.Runtime.Serialization;

namespace Akka.Serialization.Graph;

/// <summary>The one way in which this serializer fails.</summary>
internal static class Refused
{
    public static SerializationException Because(string reason, Exception? cause = null) => new($"HyperionSerializer: {reason}.", cause);

    public static SerializationException Truncated(int wanted, int left) =>
        Because($"the payload ends too early: {wanted} bytes are needed and {left} are left");
}
