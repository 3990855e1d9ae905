namespace ScaleMs.Actors.Connection.Configuration.Syntax;

/// <summary>One of the things that a value is put together from.</summary>
internal enum ValuePiece
{
    Text,
    Object,
    Array,
    Substitution,
}
