using Microsoft.Extensions.Hosting;
using ScaleMs.Actors.Examples.Host;

namespace ScaleMs.Actors.Hosting.Tests;

/// <summary>The example of a program with a worker and a client in it.</summary>
public sealed class ExampleTests
{
    [Fact]
    public async Task The_sweep_computes_its_points_and_ends()
    {
        await using var hosts = new TestHosts();
        await hosts.StartMasterAsync();
        var printed = Console.Out;
        using var output = new StringWriter();
        Console.SetOut(output);
        try
        {
            using var host = SweepHost.Build(["--master", $"127.0.0.1:{hosts.Port}", "--slots", "2", "--Logging:LogLevel:Default", "None"]);
            await host.RunAsync().WaitAsync(TestHosts.Long);
        }
        finally
        {
            Console.SetOut(printed);
        }

        // At r = 4 the exponent is ln 2; at 3.2 the orbit is a cycle of two, x = (r + 1 ± √((r + 1)(r - 3))) / 2r, and its own is ½ ln |4 + 2r - r²|.
        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(101, lines.Length);
        Assert.Equal("3.200 -0.9163", lines[20]);
        Assert.Equal("4.000 0.6931", lines[100]);
    }
}
