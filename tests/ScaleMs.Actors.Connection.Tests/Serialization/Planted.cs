using System.Runtime.Serialization;
using Akka.Actor;

namespace ScaleMs.Actors.Connection.Tests.Serialization;

/// <summary>A type that a peer would like to have an object of, and that counts its objects.</summary>
public class Planted
{
    private static int _made;

    public Planted() => Interlocked.Increment(ref _made);

    public static int Made => Volatile.Read(ref _made);

    public string? Text { get; set; }

    public static void Count() => Interlocked.Increment(ref _made);
}

/// <summary>The same as an error.</summary>
[Serializable]
public sealed class PlantedException : Exception
{
    public PlantedException() => Planted.Count();

    public PlantedException(string message)
        : base(message) => Planted.Count();

    public PlantedException(string message, Exception inner)
        : base(message, inner) => Planted.Count();

#pragma warning disable SYSLIB0051 // The constructor that Akka.Remote looks for.
    private PlantedException(SerializationInfo info, StreamingContext context)
        : base(info, context) => Planted.Count();
#pragma warning restore SYSLIB0051
}

/// <summary>The same as an actor.</summary>
public sealed class PlantedActor : ReceiveActor
{
    public PlantedActor() => Planted.Count();
}
