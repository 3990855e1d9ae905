namespace ScaleMs.Actors.Contracts.Json;

/// <summary>
/// The JSON of the type leaves out members that have the value that a new object has: most of these documents is defaults, and
/// there are millions of them.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OmitDefaultsAttribute : Attribute;
