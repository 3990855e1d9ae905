using Akka.Actor;
using Akka.Configuration;

namespace ScaleMs.Engine.Tests.Guarantees;

/// <summary>A quiet actor system for each test.</summary>
public abstract class SystemPerTest : IAsyncLifetime
{
    /// <summary>How long anything may take on a busy machine.</summary>
    protected static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private readonly ActorSystem _system = ActorSystem.Create("guarantees", ConfigurationFactory.ParseString(
        "akka { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off }"));

    protected ActorSystem Sys => _system;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _system.Terminate().WaitAsync(Long);
}
