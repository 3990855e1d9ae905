using Xunit;

namespace Akka.TestKit.Xunit2.Attributes;

/// <summary>A theory that is skipped on developers' machines, where <c>XUNIT_SKIP_LOCAL_FACT</c> is set, for the reason given.</summary>
public class LocalTheoryAttribute : TheoryAttribute
{
    private string? _skip;

    /// <summary>The reason to skip it on a developer's machine.</summary>
    public string? SkipLocal { get; set; }

    public override string? Skip
    {
        get => _skip ?? (Environment.GetEnvironmentVariable("XUNIT_SKIP_LOCAL_FACT") is null ? null : SkipLocal);
        set => _skip = value;
    }
}
