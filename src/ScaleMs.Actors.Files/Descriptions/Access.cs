namespace ScaleMs.Actors.Files.Descriptions;

/// <summary>What a file is meant to be used for (the seed's <c>AccessFlags</c>). It is a declaration: nothing enforces it.</summary>
[Flags]
public enum Access
{
    /// <summary>Neither reading nor writing (<c>NO_ACCESS</c>).</summary>
    NoAccess = 0,

    /// <summary>Reading (<c>READ</c>).</summary>
    Read = 1,

    /// <summary>Writing (<c>WRITE</c>).</summary>
    Write = 2,
}
