using System.Text.Json;
using System.Text.Json.Serialization;
using ScaleMs.Actors.Contracts.Files;

namespace ScaleMs.Actors.Contracts.Json.Values;

/// <summary>A file in the result of a function, <c>{"$file": {"path": "/absolute/path"}}</c>: the worker takes it and writes a reference in its place.</summary>
internal sealed class OutputFileJsonConverter : JsonConverter<OutputFile>
{
    [ThreadStatic]
    private static bool _isResult;

    /// <summary>Writes a value of which only a result may have such files; users' converters may write arguments meanwhile.</summary>
    public static JsonElement Write(bool isResult, Func<JsonElement> write)
    {
        var outer = _isResult;
        _isResult = isResult;
        try
        {
            return write();
        }
        finally
        {
            _isResult = outer;
        }
    }

    public override OutputFile Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new JsonException(
        $"an {nameof(OutputFile)} is only written, by the function that returns it; its value is read as a {nameof(FileValue)}, and a parameter for a file is a string, the path");

    public override void Write(Utf8JsonWriter writer, OutputFile value, JsonSerializerOptions options)
    {
        var path = TextJsonConverter.Checked(value.Path);
        if (!_isResult)
        {
            throw new JsonException($"the file '{value.Path}' must be the result of a task before it can be an argument; give its path as a text, or the {nameof(FileValue)} of a result");
        }

        if (Problem(value.Path) is { } problem)
        {
            throw new JsonException(problem);
        }

        writer.WriteStartObject();
        writer.WriteStartObject(FileReferences.Key);
        writer.WriteString("path", path);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string? Problem(string path) =>
        Directory.Exists(path) ? $"'{path}' is a directory, not a file; return a list of the files in it"
        : !File.Exists(path) ? $"there is no file '{path}'; it must stay until the worker has copied it, after the task has ended"
        : File.ResolveLinkTarget(path, returnFinalTarget: true) is { Exists: false } target ? $"the link '{path}' leads to '{target.FullName}', which is not there"
        : null;
}
