using Xunit;

namespace Akka.TestKit.Xunit2.Attributes;

/// <summary>A fact that runs on Windows only.</summary>
public class WindowsFactAttribute : FactAttribute
{
    private string? _skip;

    /// <summary>The reason to skip it elsewhere.</summary>
    public string? SkipUnix { get; set; }

    public override string? Skip
    {
        get => _skip ?? (OperatingSystem.IsWindows() ? null : SkipUnix ?? "Runs on Windows only.");
        set => _skip = value;
    }
}
