namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>
/// Which code a module has. Two results of equal items are only known to be equal where their code was: a worker says what it has
/// when it registers, and each result what it was computed with.
/// </summary>
/// <param name="Module">Name of the module: an assembly's, or <c>.NET</c> for the base library.</param>
/// <param name="Version">Equal for equal code and no other; nothing to be read in it.</param>
public sealed record CodeIdentity(string Module, string Version)
{
    /// <summary>For people.</summary>
    public override string ToString() => $"{Module} {Version}";
}
