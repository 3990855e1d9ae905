namespace ScaleMs.Actors.Contracts.Json;

/// <summary>
/// The JSON of the type omits members with default values: there are millions of these documents, and most of their members have
/// the default.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OmitDefaultsAttribute : Attribute;
