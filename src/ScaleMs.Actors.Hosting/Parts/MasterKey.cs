using Akka.Hosting;

namespace ScaleMs.Actors.Hosting.Parts;

/// <summary>Key of the master's actor in the registry: <see cref="IRequiredActor{TActor}"/> of it accepts commands.</summary>
public sealed class MasterKey
{
    private MasterKey()
    {
    }
}
