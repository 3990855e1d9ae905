namespace ScaleMs.Actors.Connection.Configuration.Syntax;

/// <summary>The pieces of a value, in order.</summary>
internal sealed class ValuePieces
{
    private readonly HashSet<ValuePiece> _kinds = [];
    private ValuePiece _last;

    public int Count { get; private set; }

    /// <summary>Whether the last piece is an object or a list.</summary>
    public bool EndsInBracket => Count > 0 && _last is ValuePiece.Object or ValuePiece.Array;

    /// <summary>Whether the pieces cannot form a value: they mix texts, objects and lists.</summary>
    public bool CannotStandTogether => _kinds.Count(static kind => kind != ValuePiece.Substitution) > 1;

    /// <summary>Whether an object is merged with a substitution.</summary>
    public bool MergesSubstitution => _kinds.Contains(ValuePiece.Object) && _kinds.Contains(ValuePiece.Substitution);

    public void Add(ValuePiece piece)
    {
        _kinds.Add(piece);
        _last = piece;
        Count++;
    }
}
