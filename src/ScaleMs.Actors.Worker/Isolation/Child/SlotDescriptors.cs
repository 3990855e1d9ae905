using ScaleMs.Actors.Worker.Posix;

namespace ScaleMs.Actors.Worker.Isolation.Child;

/// <summary>
/// The descriptors of a slot's process. The protocol moves from 0 and 1 to descriptors that no other code knows and no program inherits;
/// 0 becomes empty, and 1 a pipe to this process, so that what native code and programs print is the output of the running task.
/// 2 remains a pipe to the worker, which thus receives even what the runtime prints when it crashes.
/// </summary>
/// <param name="In">Frames from the worker.</param>
/// <param name="Out">Frames to the worker.</param>
/// <param name="Printed">Output written to descriptor 1.</param>
internal sealed record SlotDescriptors(int In, int Out, int Printed)
{
    private const int StandardInput = 0;
    private const int StandardOutput = 1;
    private const int StandardError = 2;
    private const int FirstPrivate = 3;

    /// <summary>Bytes in transit to the worker through descriptor 2.</summary>
    public static int UnreadErrors => Descriptor.Unread(StandardError);

    /// <summary>Bytes in transit to <see cref="Printed"/>.</summary>
    public static int UnreadOutput => Descriptor.Unread(StandardOutput);

    /// <summary>Rearranges the descriptors of the calling process; called once, before any printing or reading.</summary>
    public static SlotDescriptors Take()
    {
        var input = Duplicate(StandardInput);
        var output = Duplicate(StandardOutput);
        var nothing = Descriptor.Checked(LinuxCalls.Open("/dev/null", LinuxCalls.ReadWrite | LinuxCalls.CloseOnExec), "open /dev/null");
        var (read, write) = Descriptor.Pipe();
        _ = Descriptor.Checked(LinuxCalls.Duplicate(nothing, StandardInput), "dup2");
        _ = Descriptor.Checked(LinuxCalls.Duplicate(write, StandardOutput), "dup2");
        _ = LinuxCalls.Close(nothing);
        _ = LinuxCalls.Close(write);
        return new SlotDescriptors(input, output, read);
    }

    private static int Duplicate(int descriptor) =>
        Descriptor.Checked(LinuxCalls.Control(descriptor, LinuxCalls.DuplicateCloseOnExec, FirstPrivate), "fcntl");
}
