namespace ScaleMs.Actors.Connection.Configuration.Syntax;

/// <summary>What a value is put together from, in its order.</summary>
internal sealed class ValuePieces
{
    private readonly HashSet<ValuePiece> _kinds = [];
    private ValuePiece _last;

    public int Count { get; private set; }

    /// <summary>The last one is an object or a list.</summary>
    public bool EndsInBracket => Count > 0 && _last is ValuePiece.Object or ValuePiece.Array;

    /// <summary>They are no value: more than one of text, object and list is among them.</summary>
    public bool CannotStandTogether => _kinds.Count(static kind => kind != ValuePiece.Substitution) > 1;

    /// <summary>An object is joined with one that is written elsewhere.</summary>
    public bool MergesSubstitution => _kinds.Contains(ValuePiece.Object) && _kinds.Contains(ValuePiece.Substitution);

    public void Add(ValuePiece piece)
    {
        _kinds.Add(piece);
        _last = piece;
        Count++;
    }
}
