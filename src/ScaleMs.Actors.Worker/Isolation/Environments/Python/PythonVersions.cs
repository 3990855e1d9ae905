using System.ComponentModel;
using System.Globalization;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Worker.Executors.Versions;
using ScaleMs.Actors.Worker.Isolation.Frames;

namespace ScaleMs.Actors.Worker.Isolation.Environments.Python;

/// <summary>The versions of an interpreter's modules. Its agent checks them, as it does whenever it starts, and ends because it gets no task.</summary>
internal static class PythonVersions
{
    /// <summary>Starts an interpreter and waits for what its agent says.</summary>
    /// <param name="path">The interpreter.</param>
    /// <param name="start">Has the modules.</param>
    /// <param name="patience">The time it may take.</param>
    /// <exception cref="SoftwareCompatibilityException">A module is missing or too old, or the interpreter does not say.</exception>
    public static void Check(string path, StartFrame start, TimeSpan patience)
    {
        if (Problem(path, start, patience) is { } problem)
        {
            throw new SoftwareCompatibilityException(problem);
        }
    }

    private static string? Problem(string path, StartFrame start, TimeSpan patience)
    {
        var frames = new FrameBuffer();
        frames.Add(start);
        try
        {
            return InterpreterRun.Of(path, [AgentArchive.Path], frames.Written, patience) is { } run
                ? ProblemOf(path, run, start.TransferLimit)
                : Unknown(path, string.Create(CultureInfo.InvariantCulture, $"was not ready within {patience.TotalSeconds} s"));
        }
        catch (Win32Exception error)
        {
            return Unknown(path, $"cannot be started: {error.Message}");
        }
        catch (ProtocolException error)
        {
            return Unknown(path, $"prints something else: {error.Message}");
        }
    }

    private static string? ProblemOf(string path, InterpreterRun run, int limit)
    {
        if (run.Output.Length < FrameHeader.Size)
        {
            var said = run.Errors.Trim();
            return Unknown(path, string.Create(CultureInfo.InvariantCulture, $"ended with exit code {run.ExitCode} before it was ready{(said.Length > 0 ? $", and said: {said}" : "")}"));
        }

        var header = FrameHeader.Parse(run.Output.Span, limit);
        return header.Kind switch
        {
            FrameKind.Ready => null,
            FrameKind.Refused when run.Output.Length >= FrameHeader.Size + header.Length => RefusedFrame.Parse(run.Output.Slice(FrameHeader.Size, header.Length)).Reason,
            _ => Unknown(path, $"has answered with a frame of the kind {header.Kind}"),
        };
    }

    private static string Unknown(string path, string reason) => $"{WantedVersions.Key}: the modules cannot be checked: '{path}' {reason}";
}
