namespace Akka.Configuration.Hocon;

/// <summary>One value over another: objects merge key by key, anything else replaces.</summary>
internal static class HoconMerge
{
    /// <summary>Assigns a key in a tree that nobody else holds yet.</summary>
    public static void Assign(HoconObject owner, string key, HoconValue value)
    {
        if (!owner.Items.TryGetValue(key, out var earlier))
        {
            owner.Items[key] = value;
        }
        else if (!IsPending(value) && !IsPending(earlier) && value.GetObject() is { } top && earlier.GetObject() is { } below)
        {
            below.Merge(top);
        }
        else
        {
            owner.Items[key] = Over(value, earlier);
        }
    }

    /// <summary>A new object; neither argument changes.</summary>
    public static HoconObject Over(HoconObject top, HoconObject below)
    {
        var merged = new HoconObject();
        foreach (var (key, value) in below.Items)
        {
            merged.Items[key] = value;
        }

        foreach (var (key, value) in top.Items)
        {
            merged.Items[key] = merged.Items.TryGetValue(key, out var earlier) ? Over(value, earlier) : value;
        }

        return merged;
    }

    /// <summary>The first over the second over the third, and so on.</summary>
    public static HoconValue Roots(List<HoconRoot> chain)
    {
        var resolveAgain = chain.Exists(static root => root.HasUnresolved);
        var merged = Start(chain[^1]);
        for (var i = chain.Count - 2; i >= 0; i--)
        {
            merged = Over(Start(chain[i]), merged);
        }

        if (resolveAgain)
        {
            HoconResolver.Run(merged);
        }

        return merged;

        // What is resolved again in the wider tree must not be shared with the narrower ones.
        HoconValue Start(HoconRoot root) => resolveAgain ? Clone(root.Value) : root.Value;
    }

    private static HoconValue Over(HoconValue top, HoconValue below)
    {
        if (IsPending(top))
        {
            return new HoconValue([.. top.Values]) { Prior = top.Prior is null ? below : Over(top.Prior, below) };
        }

        if (top.GetObject() is not { } topObject)
        {
            return top;
        }

        if (IsPending(below))
        {
            return new HoconValue([.. top.Values]) { Prior = below };
        }

        return below.GetObject() is { } belowObject ? HoconValue.OfObject(Over(topObject, belowObject)) : top;
    }

    private static bool IsPending(HoconValue value) =>
        value.Resolution != HoconResolution.Done && (value.Prior is not null || value.HasSubstitution);

    private static HoconValue Clone(HoconValue value)
    {
        var copy = new HoconValue(new List<IHoconElement>(value.Values.Count)) { Prior = value.Prior is null ? null : Clone(value.Prior) };
        foreach (var element in value.Values)
        {
            copy.Values.Add(element switch
            {
                HoconObject item => Clone(item),
                HoconArray item => Clone(item),
                HoconSubstitution item => item.Copy(),
                _ => element,
            });
        }

        return copy;
    }

    private static HoconObject Clone(HoconObject value)
    {
        var copy = new HoconObject();
        foreach (var (key, item) in value.Items)
        {
            copy.Items[key] = Clone(item);
        }

        return copy;
    }

    private static HoconArray Clone(HoconArray value)
    {
        var copy = new HoconArray();
        foreach (var item in value)
        {
            copy.Add(Clone(item));
        }

        return copy;
    }
}
