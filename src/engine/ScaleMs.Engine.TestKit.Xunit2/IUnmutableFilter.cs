namespace Akka.TestKit;

/// <summary>A muted filter; disposing of it unmutes.</summary>
public interface IUnmutableFilter : IDisposable
{
    void Unmute();
}
