using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Samples;

/// <summary>A command of a user's own: how many words are in a text?</summary>
public sealed record CountWords(string Text) : Command;
