using NuGet.Versioning;

namespace ScaleMs.Actors.Worker.Executors.Versions;

/// <summary>The order of NuGet: up to four numbers, then the labels of a prerelease; without the metadata after <c>+</c>.</summary>
internal static class VersionOrder
{
    /// <summary>True if the text is a version.</summary>
    public static bool IsVersion(string text) => NuGetVersion.TryParse(text, out _);

    /// <summary>True if a version is the wanted one or a later one. A text that is no version is not.</summary>
    public static bool IsAtLeast(string found, string wanted) =>
        NuGetVersion.TryParse(found, out var version) && NuGetVersion.TryParse(wanted, out var lowest) && VersionComparer.VersionRelease.Compare(version, lowest) >= 0;
}
