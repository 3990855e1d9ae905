using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Files.Descriptions;
using ScaleMs.Actors.Files.Locking;

namespace ScaleMs.Actors.Files.Tests;

/// <summary>A directory for one test: a work directory, and files beside it.</summary>
internal sealed class StoreDirectory : IDisposable
{
    /// <summary>A process that lives as long as the machine.</summary>
    public const int LivingProcess = 1;

    /// <summary>More than Linux ever gives a process.</summary>
    public const int DeadProcess = int.MaxValue;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("scalems-files-");

    public StoreDirectory() => Directory.CreateDirectory(Work);

    public string Work => Of("work");

    public string Data => Path.Combine(Work, "scalems_0_0");

    public string Metadata => Path.Combine(Data, "scalems_context_metadata.json");

    public string Lock => Path.Combine(Work, ".scalems_lock");

    public string Of(string name) => Path.Combine(_directory.FullName, name);

    public Task<FileStore> OpenAsync(FileStoreSettings? settings = null) => FileStore.OpenAsync(Work, settings);

    public async Task<string> RefusesToOpenAsync() => (await Assert.ThrowsAsync<ContextException>(() => OpenAsync())).Message;

    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(Of(name), content);
        return Of(name);
    }

    public BinaryFile Binary(string name, string content) => new(Write(name, Encoding.UTF8.GetBytes(content)));

    public TextFile Text(string name, string content) => new(Write(name, Encoding.UTF8.GetBytes(content)));

    /// <summary>The store's directory as it would be found if this process died now.</summary>
    public StoreDirectory Die()
    {
        var copy = new StoreDirectory();
        Directory.CreateDirectory(copy.Data);
        foreach (var file in Directory.GetFiles(Data).Where(static file => Path.GetFileName(file) != OwnerLock.Name))
        {
            var name = Path.GetFileName(file).Replace(Pid(Environment.ProcessId), Pid(DeadProcess), StringComparison.Ordinal);
            File.Copy(file, Path.Combine(copy.Data, name));
        }

        copy.SetOwner(DeadProcess);
        return copy;
    }

    public void SetOwner(int? process)
    {
        var metadata = ReadMetadata();
        metadata["instance"] = process;
        File.WriteAllText(Metadata, metadata.ToJsonString());
    }

    public JsonObject ReadMetadata() => JsonNode.Parse(File.ReadAllBytes(Metadata))!.AsObject();

    /// <summary>Names in the store's directory, without the one of its lock.</summary>
    public IEnumerable<string?> Stored() => Directory.GetFileSystemEntries(Data)
        .Select(Path.GetFileName).Where(static name => name != OwnerLock.Name).Order(StringComparer.Ordinal);

    public void Dispose() => _directory.Delete(recursive: true);

    private static string Pid(int process) => string.Create(CultureInfo.InvariantCulture, $"tmp_{process}_");
}
