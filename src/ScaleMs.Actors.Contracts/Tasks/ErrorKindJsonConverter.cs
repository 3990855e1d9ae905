using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>Kinds of errors in snake case: <c>user_error</c>.</summary>
public sealed class ErrorKindJsonConverter() : JsonStringEnumConverter<ErrorKind>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
