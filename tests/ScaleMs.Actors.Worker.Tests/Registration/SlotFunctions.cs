using System.Collections.Concurrent;
using System.Text;

namespace ScaleMs.Actors.Worker.Tests.Registration;

/// <summary>Functions that run in slots in these tests.</summary>
public static class SlotFunctions
{
    // Each test has its own gate: test classes run at the same time.
    private static readonly ConcurrentDictionary<string, ManualResetEventSlim> Gates = new();

    public static void Nothing()
    {
    }

    public static void WaitForCancellation(CancellationToken cancellation)
    {
        cancellation.WaitHandle.WaitOne(TimeSpan.FromMinutes(1));
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Ignores cancellation.</summary>
    public static void Deaf(string gate) => Gates[gate].Wait(TimeSpan.FromMinutes(1));

    /// <summary>Like <see cref="Deaf"/>, but prints a line first.</summary>
    public static void SayAndWait(string words, string gate)
    {
        Console.WriteLine(words);
        Deaf(gate);
    }

    internal static string NewGate()
    {
        var gate = $"{Guid.NewGuid()}";
        Gates[gate] = new ManualResetEventSlim();
        return gate;
    }

    /// <summary>Lets the unresponsive functions behind this gate end.</summary>
    internal static void Open(string gate) => Gates[gate].Set();

    internal static byte[] Item(string function, params string[] args) => Encoding.UTF8.GetBytes(
        $$"""{"module": "{{typeof(SlotFunctions).FullName}}", "func": "{{function}}", "args": [{{string.Join(", ", args.Select(static arg => $"\"{arg}\""))}}]}""");
}
