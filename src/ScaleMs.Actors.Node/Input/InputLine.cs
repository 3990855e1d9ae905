namespace ScaleMs.Actors.Node.Input;

/// <summary>A line that is not blank.</summary>
/// <param name="Number">Counted from 1, with the blank ones.</param>
/// <param name="Text">What should be UTF-8, without the line's end; good until the next line is asked for.</param>
internal readonly record struct InputLine(int Number, ReadOnlyMemory<byte> Text);
