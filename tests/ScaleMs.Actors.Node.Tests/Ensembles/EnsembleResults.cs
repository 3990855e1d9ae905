using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Node.Tests.Ensembles;

/// <summary>What the submission of an ensemble has printed, and the files that it has fetched.</summary>
/// <param name="output">The lines that it has printed.</param>
/// <param name="directory">Its working directory.</param>
internal sealed class EnsembleResults(IEnumerable<string> output, TestDirectory directory)
{
    private readonly Dictionary<string, JsonElement> _results = ResultText.Parse(output).ToDictionary(static result => result.GetProperty("name").GetString()!);

    /// <summary>The rows of the summary, one for each replica.</summary>
    public JsonElement[] Rows => [.. Value("summary").GetProperty("replicas").EnumerateArray()];

    /// <summary>Return value of a task.</summary>
    public JsonElement Value(string name) => _results[name].Value();

    /// <summary>Checks that there are all tasks, and that they are done.</summary>
    public void AreDone(params string[] names)
    {
        Assert.Equal(names.Order(StringComparer.Ordinal), _results.Keys.Order(StringComparer.Ordinal));
        Assert.All(_results, static result => Assert.True(result.Value.State() == "DONE", result.Value.GetRawText()));
    }

    /// <summary>Checks that a file of a task has come to the client as it was.</summary>
    public void IsFetched(string task, string file)
    {
        var reference = Value(task).GetProperty(file);
        var bytes = File.ReadAllBytes(directory.File(file));
        Assert.NotEmpty(bytes);
        Assert.Equal(file, reference.GetProperty("client").GetString());
        Is(reference, bytes);
    }

    /// <summary>Checks that the master has a file of a task, and the client has not.</summary>
    public void IsStored(string task, string file)
    {
        var reference = Value(task).GetProperty(file);
        Assert.False(reference.TryGetProperty("client", out _));
        Assert.False(File.Exists(directory.File(file)));
        Assert.True(reference.GetProperty("size").GetInt64() > 0);
    }

    /// <summary>Checks that the table of the summary, which it has returned as a file, is what the client has and what its last task has printed.</summary>
    public void HasTable(string file)
    {
        IsFetched("table", file);
        Is(Value("summary").GetProperty("table"), File.ReadAllBytes(directory.File(file)));
        var lines = File.ReadAllLines(directory.File(file));
        Assert.Equal(string.Join('\n', lines) + "\n", _results["table"].GetProperty("stdout").GetString());
        Assert.Equal(Rows.Select(static row => Number(row, "temperature")), lines.Skip(1).Select(line => Field(line, Array.IndexOf(lines[0].Split(','), "temperature"))));
    }

    /// <summary>A number of a row.</summary>
    public static double Number(JsonElement row, string key) => row.GetProperty(key).GetDouble();

    private static double Field(string line, int column) => double.Parse(line.Split(',')[column], CultureInfo.InvariantCulture);

    private static void Is(JsonElement reference, byte[] bytes)
    {
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), reference.GetProperty("$file").GetString());
        Assert.Equal(bytes.Length, reference.GetProperty("size").GetInt64());
    }
}
