using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Serialization;

namespace ScaleMs.Actors.Hosting.Parts;

/// <summary>The file for a session's final report (<c>scalems.master.report</c>).</summary>
internal sealed class ReportFile
{
    private readonly string _path;

    private ReportFile(string path) => _path = path;

    /// <summary>The file; null = none is configured.</summary>
    /// <exception cref="InvalidConfigurationException">It cannot be written; checked at the start rather than at the end.</exception>
    public static ReportFile? At(string path)
    {
        if (path.Length == 0)
        {
            return null;
        }

        try
        {
            using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
            return new ReportFile(Path.GetFullPath(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidConfigurationException($"scalems.master.report = {path}: {error.Message}", error);
        }
    }

    /// <summary>Writes it.</summary>
    /// <returns>Why that failed; null = success.</returns>
    public string? Write(SessionReport report)
    {
        try
        {
            File.WriteAllText(_path, ContractText.Of(report) + Environment.NewLine);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"its report cannot be written: {error.Message}";
        }
    }
}
