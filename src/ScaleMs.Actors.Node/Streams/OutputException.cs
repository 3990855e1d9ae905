namespace ScaleMs.Actors.Node.Streams;

/// <summary>Nothing more can be written to a standard stream.</summary>
/// <param name="name">The stream.</param>
/// <param name="cause">What the operating system says.</param>
internal sealed class OutputException(string name, string cause) : IOException($"nothing can be written to {name}: {cause}")
{
    /// <summary>What the operating system says of a pipe that nobody reads.</summary>
    public const string NoReader = "Broken pipe";

    public string Cause { get; } = cause;
}
