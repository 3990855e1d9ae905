using System.Diagnostics;
using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests.Python;

public sealed class AgentTests
{
    [Fact]
    public async Task The_agents_own_tests_pass()
    {
        using var tests = Process.Start(new ProcessStartInfo(PythonFile.Interpreter, ["-m", "unittest", "discover", "-s", "python/tests", "-t", "python"])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardError = true,
        })!;
        var output = await tests.StandardError.ReadToEndAsync();
        await tests.WaitForExitAsync();
        Assert.True(tests.ExitCode == 0, output);

        // Those for numpy, cloudpickle and dill skip themselves where these are not installed.
        Assert.DoesNotContain("skipped", output, StringComparison.Ordinal);
    }
}
