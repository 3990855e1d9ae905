using Akka.Hosting;

namespace ScaleMs.Actors.Hosting.Parts;

/// <summary>Names the master's actor in the registry: <see cref="IRequiredActor{TActor}"/> of it takes commands.</summary>
public sealed class MasterKey
{
    private MasterKey()
    {
    }
}
