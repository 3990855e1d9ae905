namespace Akka.Dispatch;

/// <summary>Something a dispatcher can run.</summary>
public interface IRunnable : IThreadPoolWorkItem
{
    /// <summary>Does the work.</summary>
    void Run();
}
