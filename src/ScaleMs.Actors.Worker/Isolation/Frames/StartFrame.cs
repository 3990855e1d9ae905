using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>The first frame: modules to load and limits to enforce.</summary>
/// <param name="OutputLimit">Characters kept of each of a task's streams.</param>
/// <param name="TransferLimit">Most bytes of a task's outcome.</param>
/// <param name="WarmsUp">True = no task waits for the process, so it prepares everything that the first task will need.</param>
/// <param name="Modules">Paths of the user's assemblies.</param>
internal readonly record struct StartFrame(int OutputLimit, int TransferLimit, bool WarmsUp, ImmutableArray<string> Modules) : IFrame<StartFrame>
{
    /// <summary>Number of tasks after which the process ends; 0 = no limit.</summary>
    public int MostTasks { get; init; }

    /// <summary>Bytes of memory above which the process ends after a task; 0 = no limit.</summary>
    public long MostMemory { get; init; }

    public static FrameKind Kind => FrameKind.Start;

    public int Size => 25 + Modules.Sum(static path => 4 + Encoding.UTF8.GetByteCount(path));

    public void Format(Span<byte> destination)
    {
        BinaryPrimitives.WriteInt32LittleEndian(destination, OutputLimit);
        BinaryPrimitives.WriteInt32LittleEndian(destination[4..], TransferLimit);
        destination[8] = WarmsUp ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32LittleEndian(destination[9..], MostTasks);
        BinaryPrimitives.WriteInt64LittleEndian(destination[13..], MostMemory);
        BinaryPrimitives.WriteInt32LittleEndian(destination[21..], Modules.Length);
        destination = destination[25..];
        foreach (var path in Modules)
        {
            var length = Encoding.UTF8.GetBytes(path, destination[4..]);
            BinaryPrimitives.WriteInt32LittleEndian(destination, length);
            destination = destination[(4 + length)..];
        }
    }

    public static StartFrame Parse(ReadOnlyMemory<byte> source)
    {
        var fields = new FrameFields(source);
        var (output, transfer, warmsUp) = (fields.Int32(), fields.Int32(), fields.Byte() != 0);
        var (tasks, memory) = (fields.Int32(), fields.Int64());
        var modules = new string[fields.Count(elementSize: 4)];
        for (var i = 0; i < modules.Length; i++)
        {
            modules[i] = fields.Text();
        }

        fields.End();
        return new StartFrame(output, transfer, warmsUp, [.. modules]) { MostTasks = tasks, MostMemory = memory };
    }
}
