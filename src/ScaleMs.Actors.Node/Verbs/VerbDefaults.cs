namespace ScaleMs.Actors.Node.Verbs;

/// <summary>Where a verb differs from the product's defaults.</summary>
internal static class VerbDefaults
{
    /// <summary>A client's terminal is for its results; what goes well needs no log.</summary>
    public const string Quiet = "scalems.log.level = WARNING";
}
