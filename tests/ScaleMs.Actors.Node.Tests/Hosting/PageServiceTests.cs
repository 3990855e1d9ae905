using Akka.Actor;
using Akka.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Node.Hosting;

namespace ScaleMs.Actors.Node.Tests.Hosting;

/// <summary>A page whose master ends while the page is starting: the node ends as it would without one.</summary>
public sealed class PageServiceTests
{
    [Fact]
    public async Task A_master_that_does_not_answer_gets_no_page()
    {
        using var system = ActorSystem.Create("page");

        await PageOf(system).StartAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_master_whose_system_is_ending_gets_no_page()
    {
        using var system = ActorSystem.Create("page");
        await system.Terminate();

        await PageOf(system).StartAsync(new CancellationToken(canceled: true));
    }

    private static PageService PageOf(ActorSystem system) =>
        new(
            _ => Task.FromResult(system),
            ScaleMsOptions.From(ConfigurationFactory.ParseString("scalems { http.port = 0, client.connect-deadline = 100ms }")),
            NullLoggerFactory.Instance);
}
