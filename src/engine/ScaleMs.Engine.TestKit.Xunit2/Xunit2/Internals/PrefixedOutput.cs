using Xunit.Abstractions;

namespace Akka.TestKit.Xunit2.Internals;

/// <summary>Tells the lines of one system from those of another in the same test.</summary>
internal sealed class PrefixedOutput(ITestOutputHelper output, string prefix) : ITestOutputHelper
{
    public void WriteLine(string message) => output.WriteLine(prefix + message);

    public void WriteLine(string format, params object[] args) => output.WriteLine(prefix + format, args);
}
