namespace ScaleMs.Actors.Connection.Configuration.Syntax;

/// <summary>Type of a piece of a value.</summary>
internal enum ValuePiece
{
    Text,
    Object,
    Array,
    Substitution,
}
