namespace ScaleMs.Actors.Contracts.Staging;

/// <summary>What else staging may do (RADICAL-Pilot's names).</summary>
[Flags]
public enum StagingOptions
{
    None = 0,

    /// <summary>Missing directories of the target are made. This is always done; the name is known so that descriptions of RADICAL-Pilot can be read.</summary>
    CreateParents = 1,

    /// <summary>The source may be a directory: all files in it are staged.</summary>
    Recursive = 2,
}
