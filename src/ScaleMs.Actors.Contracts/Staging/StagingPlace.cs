namespace ScaleMs.Actors.Contracts.Staging;

/// <summary>Where a path of a directive is.</summary>
public enum StagingScheme
{
    /// <summary>In the directory in which the client runs.</summary>
    Client,

    /// <summary>In the task's working directory.</summary>
    Task,

    /// <summary>In the directory in which the worker runs.</summary>
    Pilot,

    /// <summary>An absolute path on the worker's host.</summary>
    File,

    /// <summary>With the master: a name under which a file is in the task's result.</summary>
    Store,
}

/// <summary>A path with the directory that it is relative to.</summary>
/// <param name="Scheme">The directory.</param>
/// <param name="Path">A path without <c>.</c> and <c>..</c>, relative except with <see cref="StagingScheme.File"/>, and with the client as given; empty = the directory itself.</param>
public readonly record struct StagingPlace(StagingScheme Scheme, string Path)
{
    private const string Known = "client:///, task:///, pilot:///, file:///, store:/// and endpoint:///";

    /// <summary>Reads a path or URL.</summary>
    /// <param name="text">Such as <c>input.gro</c> or <c>file:///data/input.gro</c>.</param>
    /// <param name="plain">Where paths without a scheme are.</param>
    /// <param name="place">The place.</param>
    /// <returns>Null, or what is wrong with the text.</returns>
    public static string? Read(string text, StagingScheme plain, out StagingPlace place)
    {
        place = default;
        var scheme = plain;
        var path = text;
        var colon = text.IndexOf("://", StringComparison.Ordinal);
        if (colon > 0)
        {
            var name = text[..colon];
            if (SchemeOf(name) is not { } known)
            {
                return name is "resource" or "session"
                    ? $"'{text}': there is no {name} directory here; use pilot:/// for the worker's directory, or file:/// for any other on its host"
                    : $"'{text}': the scheme '{name}' is not known; known are {Known}";
            }

            (scheme, path) = (known, text[(colon + 3)..]);
            if (!path.StartsWith('/') && path.Length > 0)
            {
                return $"'{text}' names a host, '{path.Split('/')[0]}'; files are staged between the client, the master and the task's worker only, so write {name}:///{path}";
            }

            path = scheme == StagingScheme.File ? path : path.TrimStart('/');
        }

        if (path.Contains('\0', StringComparison.Ordinal))
        {
            return $"'{text.Replace("\0", "\\0", StringComparison.Ordinal)}' has a NUL character, which no path can hold";
        }

        if (scheme == StagingScheme.File && !path.StartsWith('/'))
        {
            return $"'{text}' is not an absolute path; write file:///PATH";
        }

        if (scheme != StagingScheme.Client && (path.Split('/').Contains("..") || (scheme != StagingScheme.File && path.StartsWith('/'))))
        {
            return $"'{text}' leads out of its directory; use file:///PATH for other directories of the worker's host";
        }

        place = new StagingPlace(scheme, scheme == StagingScheme.Client ? path : Plain(path));
        return null;
    }

    /// <summary>The last part of the path.</summary>
    public string Name => System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(Path));

    private static StagingScheme? SchemeOf(string name) => name switch
    {
        "client" => StagingScheme.Client,
        "task" => StagingScheme.Task,
        "pilot" => StagingScheme.Pilot,
        "file" or "endpoint" => StagingScheme.File,
        "store" => StagingScheme.Store,
        _ => null,
    };

    /// <summary>Without empty parts and dots. A slash at the end stays: it says that the path is a directory.</summary>
    private static string Plain(string path)
    {
        var plain = string.Join('/', path.Split('/').Where(static part => part is not ("" or ".")));
        return (path.StartsWith('/') ? "/" : "") + plain + (path.EndsWith('/') && plain.Length > 0 ? "/" : "");
    }
}
