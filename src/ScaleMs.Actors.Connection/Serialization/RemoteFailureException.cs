using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Connection.Serialization;

/// <summary>An error of another process. Its type is a name here: objects are not made of names that come over the network.</summary>
/// <param name="typeName">The type's full name, as that process has it.</param>
/// <param name="message">The error's message.</param>
public sealed class RemoteFailureException(string typeName, string message) : ScaleMsException($"{typeName}: {message}")
{
    /// <summary>The type's full name, as that process has it.</summary>
    public string TypeName { get; } = typeName;
}
