using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Ledger.Table;

/// <summary>The code that a result depends on: that of its own function, and that of all its inputs. One object for equal sets.</summary>
internal sealed class CodeSet(ImmutableArray<CodeIdentity> parts)
{
    /// <summary>The code of results recorded without code: no worker has it.</summary>
    public static CodeIdentity Unknown { get; } = new("", "unknown");

    /// <summary>Sorted by their texts.</summary>
    public ImmutableArray<CodeIdentity> Parts { get; } = parts;

    /// <summary>True while the registered workers have this code and no other: an equal task would be computed with it.</summary>
    public bool IsCurrent { get; set; }
}
