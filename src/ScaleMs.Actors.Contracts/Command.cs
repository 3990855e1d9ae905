namespace ScaleMs.Actors.Contracts;

/// <summary>
/// A command of the Compute Provider Interface (the seed's <c>scalems.messages.Command</c>). The master's router finds the
/// handler by the command's type. Users derive commands of their own.
/// </summary>
public abstract record Command
{
    /// <summary>Why the command is invalid, and refused; null = it is valid.</summary>
    public virtual string? Problem() => null;
}
