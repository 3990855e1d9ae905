namespace Akka.Serialization.Graph;

/// <summary>What the payload at hand has said of each type, by the type's number; cleared in no time by a change of the stamp.</summary>
internal struct PayloadTypes
{
    private (int Stamp, int Index)[]? _named;
    private int[]? _schemas;
    private int _stamp;
    private int _count;

    public void Clear()
    {
        _count = 0;
        if (++_stamp == int.MaxValue)
        {
            (_named, _schemas, _stamp) = (null, null, 1);
        }
    }

    public readonly bool TryGetIndex(int id, out int index)
    {
        if (_named is { } named && id < named.Length && named[id].Stamp == _stamp)
        {
            index = named[id].Index;
            return true;
        }

        index = -1;
        return false;
    }

    public void Add(int id)
    {
        if (_named is null || id >= _named.Length)
        {
            Array.Resize(ref _named, Math.Max(64, (id + 1) * 2));
        }

        _named[id] = (_stamp, _count++);
    }

    public bool MarkSchema(int id)
    {
        if (_schemas is null || id >= _schemas.Length)
        {
            Array.Resize(ref _schemas, Math.Max(64, (id + 1) * 2));
        }

        if (_schemas[id] == _stamp)
        {
            return false;
        }

        _schemas[id] = _stamp;
        return true;
    }
}
