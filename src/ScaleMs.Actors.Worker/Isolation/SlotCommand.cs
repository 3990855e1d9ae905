using System.Collections.Immutable;

namespace ScaleMs.Actors.Worker.Isolation;

/// <summary>How a slot's process is started.</summary>
/// <param name="Program">The executable.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record SlotCommand(string Program, ImmutableArray<string> Arguments)
{
    public override string ToString() => string.Join(' ', [Program, .. Arguments]);
}
