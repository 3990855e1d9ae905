namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>
/// Version of a module's code. Results of equal items are known to be equal only if they were computed with equal code: a worker
/// reports its code when it registers, and each result carries the code it was computed with.
/// </summary>
/// <param name="Module">Name of the module: an assembly's, or <c>.NET</c> for the base library.</param>
/// <param name="Version">Opaque; equal if and only if the code is equal.</param>
public sealed record CodeIdentity(string Module, string Version)
{
    /// <summary>For people.</summary>
    public override string ToString() => $"{Module} {Version}";
}
