using System.Text.Json;
using System.Text.Json.Serialization;
using ScaleMs.Actors.Contracts.Files;

namespace ScaleMs.Actors.Contracts.Staging;

/// <summary>
/// A file that a program needs before it begins or leaves when it has ended (RADICAL-Pilot's staging directive; same JSON keys). In JSON also a text:
/// <c>"source"</c> or <c>"source &gt; target"</c>.
/// </summary>
[JsonConverter(typeof(StagingDirectiveJsonConverter))]
public sealed record StagingDirective
{
    /// <summary>
    /// A path or URL; to stage in also a reference to a file, or <c>{"$ref": "name"}</c>, which stands for the files of another task: an object of
    /// references, each under the file's name.
    /// </summary>
    public required JsonElement Source { get; init; }

    /// <summary>A path or URL; null = the source's name, in the working directory of the task to stage in, of the client to stage out.</summary>
    public string? Target { get; init; }

    public StagingAction Action { get; init; }

    public StagingOptions Flags { get; init; }

    /// <summary>Which of the files of <see cref="Source"/> is meant, if that has several; null = all.</summary>
    public string? File { get; init; }

    /// <summary>True = the source may be a directory.</summary>
    public bool IsRecursive => (Flags & StagingOptions.Recursive) != 0;

    /// <summary>A directive for a path or URL.</summary>
    public static StagingDirective Of(string source, string? target = null, StagingAction action = StagingAction.Transfer) =>
        new() { Source = JsonSerializer.SerializeToElement(source), Target = target, Action = action };

    /// <summary>The files that <see cref="Source"/> refers to, each with its name; null = the source is a path.</summary>
    /// <exception cref="ProtocolException">It refers to something else, or has no file <see cref="File"/>.</exception>
    public IReadOnlyList<StagedFile>? Referenced()
    {
        if (Source.ValueKind == JsonValueKind.String)
        {
            return null;
        }

        if (FileReferences.KeyOf(Source) is { } key)
        {
            return [new StagedFile(NameOf(Source) ?? key, key, IsExecutable(Source))];
        }

        if (Source.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            throw new ProtocolException($"source is {Source.ValueKind switch { JsonValueKind.Null => "null", _ => Source.ToString() }}; the task that it refers to has no files in its result");
        }

        var all = new List<StagedFile>();
        Find(Source, name: null, all);
        if (File is null)
        {
            return all.Count > 0 ? all : throw new ProtocolException("source refers to a task that has no files in its result");
        }

        var found = all.FindAll(file => file.Name == File);
        return found.Count > 0
            ? found
            : throw new ProtocolException($"source refers to a task without a file '{File}'; it has {(all.Count == 0 ? "none" : string.Join(", ", all.Select(static file => file.Name)))}");
    }

    /// <summary>What is wrong with a directive to stage in; null = nothing.</summary>
    public string? InputProblem()
    {
        if (TargetProblem(StagingScheme.Task, [StagingScheme.Task], out _) is { } target)
        {
            return target;
        }

        if (Source.ValueKind != JsonValueKind.String)
        {
            return Source.ValueKind != JsonValueKind.Object ? $"source is {Source.ValueKind}; a path, a URL, {{\"$ref\": \"name\"}} or a reference to a file is expected"
                : Action == StagingAction.Move ? "action Move: a file that other tasks may use too cannot be moved; use Copy or Link"
                : null;
        }

        if (File is not null)
        {
            return "file is for a source that refers to another task, {\"$ref\": \"name\"}";
        }

        return StagingPlace.Read(Source.GetString()!, StagingScheme.Client, out var source) is { } problem ? $"source {problem}"
            : source.Path.Length == 0 ? "source is empty"
            : source.Scheme is StagingScheme.Task or StagingScheme.Store ? $"source '{Source.GetString()}': a file comes from client:///, pilot:/// or file:///"
            : source.Scheme == StagingScheme.Client && Action != StagingAction.Transfer
                ? $"action {Action} is for files on the worker's host, source '{Source.GetString()}' is the client's; use Transfer, or pilot:/// or file:///"
            : null;
    }

    /// <summary>What is wrong with a directive to stage out; null = nothing.</summary>
    public string? OutputProblem()
    {
        if (Source.ValueKind != JsonValueKind.String || File is not null)
        {
            return "source of output_staging is a path in the task's working directory";
        }

        var text = Source.GetString()!;
        if (StagingPlace.Read(text, StagingScheme.Task, out var source) is { } problem)
        {
            return $"source {problem}";
        }

        if (source.Path.Length == 0 || source.Scheme != StagingScheme.Task)
        {
            return $"source '{text}' of output_staging is not a path in the task's working directory";
        }

        if (TargetProblem(StagingScheme.Client, [StagingScheme.Client, StagingScheme.Store, StagingScheme.Pilot, StagingScheme.File], out var target) is { } other)
        {
            return other;
        }

        return target.Scheme is StagingScheme.Client or StagingScheme.Store && Action != StagingAction.Transfer
                ? $"action {Action} is for targets on the worker's host, such as pilot:/// or file:///; target '{Target ?? text}' is elsewhere"
            : target.Scheme == StagingScheme.Client && (target.Path.StartsWith('/') || target.Path.Split('/').Contains(".."))
                ? $"target '{Target}' is not below the client's directory, and nothing else is written there"
            : null;
    }

    /// <summary>Whether a file to stage in is one of the client's.</summary>
    [JsonIgnore]
    public bool IsFromClient =>
        Source.ValueKind == JsonValueKind.String && StagingPlace.Read(Source.GetString()!, StagingScheme.Client, out var place) is null && place.Scheme == StagingScheme.Client;

    /// <summary>The source as a place.</summary>
    /// <param name="plain">Where paths without a scheme are.</param>
    public StagingPlace SourceAt(StagingScheme plain) =>
        StagingPlace.Read(Source.GetString()!, plain, out var place) is { } problem ? throw new ProtocolException($"source {problem}") : place;

    /// <summary>The target as a place; the source's name is added to a directory.</summary>
    /// <param name="plain">Where paths without a scheme are.</param>
    /// <param name="name">The source's name.</param>
    public StagingPlace TargetAt(StagingScheme plain, string name)
    {
        if (StagingPlace.Read(Target ?? "", plain, out var place) is { } problem)
        {
            throw new ProtocolException($"target {problem}");
        }

        return place.Path.Length == 0 || place.Path.EndsWith('/') ? place with { Path = place.Path + name } : place;
    }

    private string? TargetProblem(StagingScheme plain, ReadOnlySpan<StagingScheme> allowed, out StagingPlace place)
    {
        place = new StagingPlace(plain, "");
        return Target is null ? null
            : StagingPlace.Read(Target, plain, out place) is { } problem ? $"target {problem}"
            : allowed.Contains(place.Scheme) ? null
            : $"target '{Target}': a file goes to {string.Join(" or ", allowed.ToArray().Select(static scheme => $"{scheme.ToString().ToLowerInvariant()}:///"))}";
    }

    /// <summary>The files in a result, at any depth: by their own names, else by that of the member.</summary>
    private static void Find(JsonElement value, string? name, List<StagedFile> found)
    {
        if (FileReferences.KeyOf(value) is { } key)
        {
            found.Add(new StagedFile(NameOf(value) ?? name ?? key, key, IsExecutable(value)));
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
            {
                Find(member.Value, member.Name, found);
            }
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                Find(item, name: null, found);
            }
        }
    }

    private static string? NameOf(JsonElement reference) =>
        reference.TryGetProperty(FileReferences.NameKey, out var name) && name.ValueKind == JsonValueKind.String ? Path.GetFileName(name.GetString()) : null;

    private static bool IsExecutable(JsonElement reference) => reference.TryGetProperty(FileReferences.ExecutableKey, out var executable) && executable.ValueKind == JsonValueKind.True;
}
