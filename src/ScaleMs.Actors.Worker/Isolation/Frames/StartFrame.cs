using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>
/// The first frame: where code is found, and limits to enforce. Its content is JSON, because agents in other languages read it, and it is
/// sent once.
/// </summary>
/// <param name="OutputLimit">Characters kept of each of a task's streams.</param>
/// <param name="TransferLimit">Most bytes of a task's outcome.</param>
internal readonly record struct StartFrame(int OutputLimit, int TransferLimit) : IFrame<StartFrame>
{
    /// <summary>True = no task waits for the process, so it prepares everything that the first task will need.</summary>
    public bool WarmsUp { get; init; }

    /// <summary>Number of tasks after which the process ends; 0 = no limit.</summary>
    public int MostTasks { get; init; }

    /// <summary>Bytes of memory above which the process ends after a task; 0 = no limit.</summary>
    public long MostMemory { get; init; }

    /// <summary>Paths of the user's assemblies.</summary>
    public ImmutableArray<string> Modules { get => field.IsDefault ? [] : field; init; }

    /// <summary>The user's converters for values of .NET functions, <c>Namespace.Type, Assembly</c>.</summary>
    public ImmutableArray<string> Converters { get => field.IsDefault ? [] : field; init; }

    /// <summary>Absolute paths of directories where modules are looked up first.</summary>
    public ImmutableArray<string> Path { get => field.IsDefault ? [] : field; init; }

    /// <summary>Modules that must be there, each with its lowest version.</summary>
    public ImmutableArray<(string Module, string Version)> Versions { get => field.IsDefault ? [] : field; init; }

    /// <summary>Modes of the user's, each with what runs it: a .NET type, or a module.</summary>
    public ImmutableSortedDictionary<string, string> Modes { get => field ?? ImmutableSortedDictionary<string, string>.Empty; init; }

    /// <summary>File of a worker class, for descriptions that name neither file nor class; empty = none.</summary>
    public string RaptorFile { get => field ?? ""; init; }

    /// <summary>That class; empty = none.</summary>
    public string RaptorClass { get => field ?? ""; init; }

    /// <summary>Variables that the agent sets before anything else, for a process that cannot be started with them.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get => field ?? ImmutableSortedDictionary<string, string>.Empty; init; }

    /// <summary>How the memory of programs is limited, see <see cref="Resources.MemoryLimits.Parse"/>; of agents only .NET's starts programs.</summary>
    public string MemoryLimits { get => field ?? ""; init; }

    /// <summary>Where else a module was looked for, for the error that says that there is none.</summary>
    public string AlsoSearched { get => field ?? ""; init; }

    public static FrameKind Kind => FrameKind.Start;

    public int Size => Json().Length;

    public void Format(Span<byte> destination) => Json().CopyTo(destination);

    public static StartFrame Parse(ReadOnlyMemory<byte> source)
    {
        try
        {
            using var json = JsonDocument.Parse(source);
            var start = json.RootElement;
            return new StartFrame(start.GetProperty("output_limit").GetInt32(), start.GetProperty("transfer_limit").GetInt32())
            {
                WarmsUp = start.GetProperty("warm_up").GetBoolean(),
                MostTasks = start.GetProperty("most_tasks").GetInt32(),
                MostMemory = start.GetProperty("most_memory").GetInt64(),
                Modules = Texts(start.GetProperty("modules")),
                Converters = Texts(start.GetProperty("converters")),
                Path = Texts(start.GetProperty("path")),
                Versions = [.. start.GetProperty("versioned_modules").EnumerateArray().Select(static pair => (pair[0].GetString()!, pair[1].GetString()!))],
                Modes = start.GetProperty("modes").EnumerateObject().ToImmutableSortedDictionary(
                    static mode => mode.Name, static mode => mode.Value.GetString()!, StringComparer.Ordinal),
                AlsoSearched = start.GetProperty("also_searched").GetString()!,
                RaptorFile = start.GetProperty("raptor_file").GetString()!,
                RaptorClass = start.GetProperty("raptor_class").GetString()!,
                MemoryLimits = start.GetProperty("memory_limits").GetString()!,
                Environment = start.GetProperty("environment").EnumerateObject().ToImmutableSortedDictionary(
                    static variable => variable.Name, static variable => variable.Value.GetString()!, StringComparer.Ordinal),
            };
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw new ProtocolException($"the content of the first frame is not as expected: {error.Message}", error);
        }
    }

    private static ImmutableArray<string> Texts(JsonElement list) => [.. list.EnumerateArray().Select(static text => text.GetString()!)];

    private byte[] Json()
    {
        var json = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(json);
        writer.WriteStartObject();
        writer.WriteNumber("output_limit"u8, OutputLimit);
        writer.WriteNumber("transfer_limit"u8, TransferLimit);
        writer.WriteBoolean("warm_up"u8, WarmsUp);
        writer.WriteNumber("most_tasks"u8, MostTasks);
        writer.WriteNumber("most_memory"u8, MostMemory);
        Write(writer, "modules"u8, Modules);
        Write(writer, "converters"u8, Converters);
        Write(writer, "path"u8, Path);
        writer.WriteStartArray("versioned_modules"u8);
        foreach (var (module, version) in Versions)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(module);
            writer.WriteStringValue(version);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("modes"u8);
        foreach (var (mode, runs) in Modes)
        {
            writer.WriteString(mode, runs);
        }

        writer.WriteEndObject();
        writer.WriteString("also_searched"u8, AlsoSearched);
        writer.WriteString("memory_limits"u8, MemoryLimits);
        writer.WriteString("raptor_file"u8, RaptorFile);
        writer.WriteString("raptor_class"u8, RaptorClass);
        writer.WriteStartObject("environment"u8);
        foreach (var (name, value) in Environment)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return json.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ImmutableArray<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
