using System.Text;
using ScaleMs.Actors.Node.Exits;
using ScaleMs.Actors.Worker.Posix;

namespace ScaleMs.Actors.Node.Streams;

/// <summary>
/// Standard input, output and error as inherited. .NET's console does not report a lost reader, fails when standard error cannot be
/// written, and mistakes a descriptor that the runtime has reopened for its own use for the one that the caller had closed.
/// </summary>
internal static class StandardStreams
{
    public const int Input = 0;
    public const int Output = 1;
    public const int Error = 2;

    /// <summary>For messages.</summary>
    public const string OutputName = "standard output";

    /// <summary>False if the caller had closed it. An inherited descriptor is not close-on-exec; one opened by the runtime is.</summary>
    public static bool IsOpen(int descriptor) => !OperatingSystem.IsLinux() || Descriptor.IsInherited(descriptor);

    /// <summary>Redirects <see cref="Console"/> to these streams.</summary>
    public static void Prepare()
    {
        Console.SetOut(Writer(OpenOutput()));
        Console.SetError(Writer(new ErrorOutput(IsOpen(Error) ? Console.OpenStandardError() : Stream.Null)));
    }

    /// <summary>Standard input.</summary>
    /// <exception cref="UsageException">It is closed.</exception>
    public static Stream OpenInput() =>
        IsOpen(Input) ? Console.OpenStandardInput() : throw new UsageException("standard input is closed; give a file with tasks, or pipe them in");

    /// <summary>Standard output; writing fails with <see cref="OutputException"/>.</summary>
    public static Stream OpenOutput() => OperatingSystem.IsLinux() ? new DescriptorOutput(Output, OutputName) : Console.OpenStandardOutput();

    /// <summary>A new file, or standard output for null. Unbuffered.</summary>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public static Stream OpenOutput(string? path)
    {
        try
        {
            return path is null ? OpenOutput() : new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"the file '{path}' cannot be written: {error.Message}", error);
        }
    }

    /// <summary>Checks that standard output can be written.</summary>
    /// <exception cref="UsageException">It is closed.</exception>
    public static void RequireOutput(string instead)
    {
        if (!IsOpen(Output))
        {
            throw new UsageException($"{OutputName} is closed; {instead}");
        }
    }

    private static StreamWriter Writer(Stream stream) => new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
}
