namespace ScaleMs.Actors.Master.Provisioning.Launchers;

/// <summary>Text in shell scripts.</summary>
internal static class ShellText
{
    /// <summary>A word that the shell takes as it is.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
