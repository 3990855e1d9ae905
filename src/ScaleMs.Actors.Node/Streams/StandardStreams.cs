using System.Text;
using ScaleMs.Actors.Node.Exits;
using ScaleMs.Actors.Worker.Posix;

namespace ScaleMs.Actors.Node.Streams;

/// <summary>
/// Standard input, output and error as this process was given them. The console of .NET says nothing when a reader has gone away, fails
/// where standard error cannot be written, and takes a descriptor that the caller had closed for the caller's, although the runtime has
/// opened something of its own in its place.
/// </summary>
internal static class StandardStreams
{
    public const int Input = 0;
    public const int Output = 1;
    public const int Error = 2;

    /// <summary>For messages.</summary>
    public const string OutputName = "standard output";

    /// <summary>False where the caller had closed it. What came through the start of this program cannot be closed by it, what the runtime opens is.</summary>
    public static bool IsOpen(int descriptor) => !OperatingSystem.IsLinux() || Descriptor.IsInherited(descriptor);

    /// <summary>Lets <see cref="Console"/> write there.</summary>
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

    /// <summary>Does nothing where something can be written to standard output.</summary>
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
