using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Master.Journal;

/// <summary>A journal cannot be opened, read or written; the message has its path and a remedy.</summary>
internal sealed class JournalException(string message, Exception? inner = null) : ScaleMsException(message, inner);
