namespace ScaleMs.Actors.Master.Journal;

/// <summary>What was appended, and where it lies: 1, 2, 3 … without a gap.</summary>
internal readonly record struct JournalEntry(long Sequence, byte Kind, ReadOnlyMemory<byte> Data);
