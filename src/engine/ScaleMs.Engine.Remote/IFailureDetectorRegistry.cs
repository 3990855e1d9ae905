namespace Akka.Remote;

/// <summary>One failure detector for each resource, made at its first heartbeat.</summary>
public interface IFailureDetectorRegistry<T>
{
    bool IsAvailable(T resource);

    bool IsMonitoring(T resource);

    void Heartbeat(T resource);

    void Remove(T resource);

    void Reset();
}
