namespace ScaleMs.Actors.Node.Streams;

/// <summary>A standard stream cannot be written any more.</summary>
/// <param name="name">The stream.</param>
/// <param name="cause">The operating system's message.</param>
internal sealed class OutputException(string name, string cause) : IOException($"cannot write to {name}: {cause}")
{
    /// <summary>The operating system's message for a pipe without a reader.</summary>
    public const string NoReader = "Broken pipe";

    public string Cause { get; } = cause;
}
