namespace Akka.Configuration.Hocon;

/// <summary>Blanks between two elements of a concatenation: part of a string, nothing between objects or arrays.</summary>
internal sealed class HoconBlank : HoconLiteral;
