using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace ScaleMs.Actors.Worker.Resources;

/// <summary>The GPUs that tasks of a worker may use.</summary>
/// <param name="Names">Their names, as <paramref name="Variable"/> has them.</param>
/// <param name="Variable">The variable that makes GPUs visible to a process.</param>
internal sealed record FoundGpus(ImmutableArray<string> Names, string Variable);

/// <summary>Finds the GPUs of this machine: those that this process is allowed to see, else those that the drivers' tools list.</summary>
internal static partial class GpuSearch
{
    public const string Cuda = "CUDA_VISIBLE_DEVICES";
    public const string Rocm = "ROCR_VISIBLE_DEVICES";

    // nvidia-smi initializes the driver, which takes seconds on a machine with many GPUs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Finds them.</summary>
    /// <param name="variable">An environment variable's value; null = it is not set.</param>
    /// <param name="run">Runs a program, and returns what it prints; null = it is not there, or has failed.</param>
    public static FoundGpus Find(Func<string, string?> variable, Func<string, string[], string?> run)
    {
        foreach (var name in new[] { Cuda, Rocm })
        {
            if (variable(name) is { } visible)
            {
                return new FoundGpus(Listed(visible), name);
            }
        }

        // One index a line.
        if (run("nvidia-smi", ["--query-gpu=index", "--format=csv,noheader"]) is { } nvidia)
        {
            return new FoundGpus([.. nvidia.Split('\n').Select(static line => line.Trim()).Where(static line => line.Length > 0 && line.All(char.IsAsciiDigit))], Cuda);
        }

        // Lines that begin with GPU[index].
        return run("rocm-smi", ["--showid"]) is { } amd
            ? new FoundGpus([.. AmdLine().Matches(amd).Select(static match => match.Groups[1].Value).Distinct()], Rocm)
            : new FoundGpus([], Cuda);
    }

    /// <summary>The GPUs of this machine.</summary>
    public static FoundGpus Find() => Find(Environment.GetEnvironmentVariable, Run);

    /// <summary>The list in such a variable. As in CUDA, the first name that is not valid ends it: <c>-1</c> and <c>NoDevFiles</c> stand for none.</summary>
    private static ImmutableArray<string> Listed(string visible) =>
        [.. visible.Split(',').Select(static name => name.Trim()).TakeWhile(static name => name.Length > 0 && name[0] != '-' && name != "NoDevFiles")];

    private static string? Run(string program, string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
            process.StandardInput.Close();
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            var output = process.StandardOutput.ReadToEndAsync();
#pragma warning disable VSTHRD002 // The worker does not start before it knows its GPUs.
            if (process.WaitForExit(Patience) && output.Wait(Patience))
            {
                return process.ExitCode == 0 ? output.Result : null;
            }
#pragma warning restore VSTHRD002

            process.Kill(entireProcessTree: true);
            return null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^GPU\[(\d+)\]", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex AmdLine();
}
