namespace ScaleMs.Actors.Node.Verbs;

/// <summary>Defaults of verbs that differ from the product's.</summary>
internal static class VerbDefaults
{
    /// <summary>Keeps the terminal for results; failures are reported at the end anyway.</summary>
    public const string Quiet = "scalems.log.level = ERROR";
}
