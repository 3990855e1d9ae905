namespace ScaleMs.Actors.Worker.Executors.Processes;

/// <summary>
/// Finds a program as a shell in the task's directory does: a name with <c>/</c> is relative to that directory, any other
/// name is looked up in the directories of <c>PATH</c>.
/// </summary>
internal static class ProgramLookup
{
    // The directories that shells and the system's libraries search when there is no PATH.
    private const string DefaultPath = "/usr/local/bin:/usr/bin:/bin";

    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Finds the file.</summary>
    /// <param name="name">The program's name.</param>
    /// <param name="directory">The directory in which the program will run, absolute.</param>
    /// <param name="path">The value of PATH; null = not set.</param>
    /// <param name="problem">Why the program was not found, for people.</param>
    /// <returns>Its absolute path; null = not found.</returns>
    public static string? Find(string name, string directory, string? path, out string problem)
    {
        if (name.Contains('/', StringComparison.Ordinal))
        {
            var file = Path.GetFullPath(Path.Combine(directory, name));
            problem = FileProblem(file) is not { } why ? ""
                : Path.IsPathRooted(name) ? $"there is no program '{name}': it {why}"
                : $"there is no program '{name}': a name with '/' is relative to the task's directory, and '{file}' {why}";
            return problem.Length == 0 ? file : null;
        }

        path ??= DefaultPath;
        var unusable = "";
        foreach (var place in path.Split(':'))
        {
            // An empty entry means the working directory.
            var file = Path.GetFullPath(Path.Combine(directory, place, name));
            var why = FileProblem(file);
            if (why is null)
            {
                problem = "";
                return file;
            }

            if (unusable.Length == 0 && why != Missing)
            {
                unusable = $"; '{file}' {why}";
            }
        }

        var here = FileProblem(Path.Combine(directory, name)) is null ? $". There is one in the task's directory '{directory}': call it './{name}'" : "";
        problem = $"there is no program '{name}' in the directories of the task's PATH, '{path}'{unusable}{here}";
        return null;
    }

    /// <summary>Why the system does not start a program that exists.</summary>
    /// <param name="start">The program.</param>
    /// <param name="error">The system's error number.</param>
    /// <param name="reason">The system's description of the error.</param>
    public static string Refused(ProgramStart start, int error, string reason) => error switch
    {
        Errors.NoEntry => $"'{start.Path}' exists, but not the interpreter that its first line names, or the loader that it needs",
        Errors.Access => $"'{start.Path}' may not be executed by this user in '{start.Directory}': {reason}",
        Errors.NotExecutable => $"'{start.Path}' is neither a program for this machine nor a script",
        Errors.TooLong => $"arguments and environment together are longer than the system passes to a program (a quarter of 'ulimit -s'): {reason}",
        _ => $"'{start.Path}' does not start in '{start.Directory}': {reason}",
    };

    /// <summary>True when the first line of a file is text, as in a script, unlike a program for another machine.</summary>
    public static bool IsText(string file)
    {
        Span<byte> first = stackalloc byte[256];
        using var stream = File.OpenRead(file);
        first = first[..stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false)];
        var end = first.IndexOf((byte)'\n');
        return !(end < 0 ? first : first[..end]).Contains((byte)0);
    }

    private const string Missing = "does not exist";

    private static string? FileProblem(string file) =>
        !File.Exists(file) ? (Directory.Exists(file) ? "is a directory" : Missing)
        : !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & Executable) == 0 ? "is not executable (chmod +x makes it so)"
        : null;

    /// <summary>The system's error numbers.</summary>
    public static class Errors
    {
        public const int NoEntry = 2;
        public const int TooLong = 7;
        public const int NotExecutable = 8;
        public const int Access = 13;
    }
}
