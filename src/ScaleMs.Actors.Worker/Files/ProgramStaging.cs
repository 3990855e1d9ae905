using System.Text.Json;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Files;
using ScaleMs.Actors.Contracts.Staging;
using ScaleMs.Actors.Contracts.Text;
using ScaleMs.Actors.Files.Caching;

namespace ScaleMs.Actors.Worker.Files;

/// <summary>Carries out the directives of programs.</summary>
/// <param name="home">The worker's directory.</param>
/// <param name="copies">The worker's copies of files.</param>
internal sealed class ProgramStaging(string home, WorkerCopies copies)
{
    /// <summary>Brings what the program needs into its working directory.</summary>
    /// <exception cref="ScaleMsException">Something is missing, or cannot be written.</exception>
    public async Task StageInAsync(StagedTask task)
    {
        foreach (var directive in task.Program!.InputStaging)
        {
            if (directive.Referenced() is not { } files)
            {
                StageIn(task, directive);
                continue;
            }

            foreach (var (name, key, isExecutable) in files)
            {
                var copy = task.Use(await copies.GetAsync(key, task.Cancellation).ConfigureAwait(false));
                var target = Path.Combine(task.Directory, TargetOf(directive, name, files.Count));
                Do(directive.Action == StagingAction.Link ? StagingAction.Link : StagingAction.Copy, copy.Path, target);
                if (isExecutable && directive.Action != StagingAction.Link)
                {
                    MakeExecutable(target);
                }
            }
        }
    }

    /// <summary>Takes what the program has left.</summary>
    /// <returns>The files of the result: JSON of references by name; null = there are none.</returns>
    /// <exception cref="ScaleMsException">Something is missing, or cannot be kept.</exception>
    public async Task<JsonElement?> StageOutAsync(StagedTask task, bool mayMiss)
    {
        var taken = new SortedDictionary<string, (CachedFile File, bool ForClient, bool IsExecutable)>(StringComparer.Ordinal);
        var directory = task.Directory;
        foreach (var directive in task.Program!.OutputStaging)
        {
            var source = directive.SourceAt(StagingScheme.Task);
            var path = Path.Combine(directory, source.Path);
            if (mayMiss && !File.Exists(path) && !Directory.Exists(path))
            {
                continue;
            }

            var target = directive.TargetAt(StagingScheme.Client, source.Name);
            if (target.Scheme is StagingScheme.Pilot or StagingScheme.File)
            {
                Check(directive, source.Path, path, directory);
                Do(directive.Action, path, PathOf(target));
                continue;
            }

            foreach (var (name, file) in Files(directive, source, path, directory, target.Path))
            {
                var isExecutable = !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & UnixFileMode.UserExecute) != 0;
                taken[name] = (task.Use(await copies.TakeAsync(file, task.OwnsDirectory, task.Cancellation).ConfigureAwait(false)), target.Scheme == StagingScheme.Client, isExecutable);
            }
        }

        return taken.Count == 0 ? null : Result(taken);
    }

    private void StageIn(StagedTask task, StagingDirective directive)
    {
        var source = directive.SourceAt(StagingScheme.Client);
        if (source.Scheme == StagingScheme.Client)
        {
            throw new StagingException($"input_staging: '{source.Path}' is a file of the client, which was not sent; submit with 'scalems submit', 'scalems run' or the client library");
        }

        var path = PathOf(source);
        Check(directive, path, path, "");
        Do(directive.Action, path, Path.Combine(task.Directory, directive.TargetAt(StagingScheme.Task, source.Name).Path));
    }

    private string PathOf(StagingPlace place) => place.Scheme == StagingScheme.File ? place.Path : Path.Combine(home, place.Path);

    /// <summary>The files that a directive names, each with the name of its copy.</summary>
    private static IEnumerable<(string Name, string Path)> Files(StagingDirective directive, StagingPlace source, string path, string directory, string target)
    {
        Check(directive, source.Path, path, directory);
        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => ($"{target.TrimEnd('/')}/{Path.GetRelativePath(path, file)}", file))
            : [(target, path)];
    }

    private static void Check(StagingDirective directive, string name, string path, string directory)
    {
        var where = directory.Length > 0 ? $" in the task's directory {directory}" : " on this worker";
        if (Directory.Exists(path))
        {
            if (!directive.IsRecursive)
            {
                throw new StagingException($"'{name}' is a directory{where}; give the directive \"flags\": [\"Recursive\"] to stage all that is in it");
            }
        }
        else if (!File.Exists(path))
        {
            var near = NearestName.Beside(path, Directory.EnumerateFileSystemEntries);
            throw new StagingException($"there is no file '{name}'{where}{(near is null ? "" : $"; there is '{near}'")}");
        }
    }

    /// <summary>Where a file goes: the target is a directory if there are several files.</summary>
    private static string TargetOf(StagingDirective directive, string name, int count) =>
        count > 1 && directive.Target is { } directory && !directory.EndsWith('/')
            ? (directive with { Target = $"{directory}/" }).TargetAt(StagingScheme.Task, Checked(name)).Path
            : directive.TargetAt(StagingScheme.Task, Checked(name)).Path;

    /// <summary>A name from another task's result must not lead out of the directory.</summary>
    private static string Checked(string name) =>
        StagingPlace.Read(name, StagingScheme.Task, out var place) is null && place.Scheme == StagingScheme.Task ? place.Path : throw new StagingException($"'{name}' is no name for a file in the task's directory");

    private static void Do(StagingAction action, string source, string target)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (action == StagingAction.Link)
            {
                Replace(target);
                File.CreateSymbolicLink(target, source);
            }
            else if (Directory.Exists(source))
            {
                CopyTree(source, target);
                if (action == StagingAction.Move)
                {
                    Directory.Delete(source, recursive: true);
                }
            }
            else if (action == StagingAction.Move)
            {
                File.Move(source, target, overwrite: true);
            }
            else
            {
                Replace(target);
                File.Copy(source, target);
                MakeWritable(target);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StagingException($"{action} of '{source}' to '{target}' is impossible: {error.Message}", error);
        }
    }

    private static void CopyTree(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var directory in Directory.EnumerateDirectories(source, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(Path.Combine(target, Path.GetRelativePath(source, directory)));
        }

        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(target, Path.GetRelativePath(source, file)), overwrite: true);
        }
    }

    private static void Replace(string target)
    {
        if (File.Exists(target) || new FileInfo(target).LinkTarget is not null)
        {
            File.Delete(target);
        }
    }

    /// <summary>The program's own copy; that of the worker is read-only.</summary>
    private static void MakeWritable(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    private static void MakeExecutable(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute);
        }
    }

    private static JsonElement Result(SortedDictionary<string, (CachedFile File, bool ForClient, bool IsExecutable)> files)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            foreach (var (name, (file, forClient, isExecutable)) in files)
            {
                writer.WritePropertyName(name);
                FileReferences.Write(writer, file.Key.ToString(), file.Size, client: forClient ? name : null, isExecutable: isExecutable);
            }

            writer.WriteEndObject();
        }

        return JsonDocument.Parse(output.WrittenMemory).RootElement;
    }
}
