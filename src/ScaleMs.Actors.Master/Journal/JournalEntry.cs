namespace ScaleMs.Actors.Master.Journal;

/// <summary>An appended entry, and its sequence number: 1, 2, 3 … without a gap.</summary>
internal readonly record struct JournalEntry(long Sequence, byte Kind, ReadOnlyMemory<byte> Data);
