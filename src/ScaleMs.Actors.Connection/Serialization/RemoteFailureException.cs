using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Connection.Serialization;

/// <summary>An error of another process. Its type is kept as a name: no object is created from a name received over the network.</summary>
/// <param name="typeName">The type's full name in that process.</param>
/// <param name="message">The error's message.</param>
public sealed class RemoteFailureException(string typeName, string message) : ScaleMsException($"{typeName}: {message}")
{
    /// <summary>The type's full name in that process.</summary>
    public string TypeName { get; } = typeName;
}
