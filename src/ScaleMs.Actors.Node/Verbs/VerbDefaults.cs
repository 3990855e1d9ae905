namespace ScaleMs.Actors.Node.Verbs;

/// <summary>Where a verb differs from the product's defaults.</summary>
internal static class VerbDefaults
{
    /// <summary>A terminal is for results; what ends badly is said at the end anyway.</summary>
    public const string Quiet = "scalems.log.level = ERROR";
}
