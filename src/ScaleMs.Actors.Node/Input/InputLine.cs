namespace ScaleMs.Actors.Node.Input;

/// <summary>A non-blank line.</summary>
/// <param name="Number">1-based line number, counting blank lines.</param>
/// <param name="Text">Bytes that should be UTF-8, without the line end; valid until the next line is read.</param>
internal readonly record struct InputLine(int Number, ReadOnlyMemory<byte> Text);
