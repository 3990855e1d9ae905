using ScaleMs.Actors.Master.Journal;

namespace ScaleMs.Actors.Master.Tests.Journal;

/// <summary>A directory for one test's journals.</summary>
internal sealed class JournalDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("scalems-journal-");

    public string Path => Of("scalems.journal");

    public string Of(string name) => System.IO.Path.Combine(_directory.FullName, name);

    public JournalStore Open(bool syncEveryCommit = false) => JournalStore.Open(new JournalSettings(Path, syncEveryCommit));

    /// <summary>Writes a journal with these entries and closes it.</summary>
    public void Write(params IEnumerable<byte[]> entries)
    {
        using var store = Open();
        foreach (var data in entries)
        {
            store.Append(7, data);
        }
    }

    /// <summary>The journal's files as a power cut would leave them: copied while it is open.</summary>
    public JournalDirectory Copy()
    {
        var copy = new JournalDirectory();
        foreach (var file in new[] { Path, $"{Path}-wal" }.Where(File.Exists))
        {
            // Not by File.Copy: when it closes the file, the process's lock is released.
            File.WriteAllBytes(copy.Of(System.IO.Path.GetFileName(file)), ReadShared(file));
        }

        return copy;
    }

    public List<byte[]> ReadAll(bool syncEveryCommit = false)
    {
        using var store = Open(syncEveryCommit);
        return [.. store.ReadAll().Select(static entry => entry.Data.ToArray())];
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private static byte[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
