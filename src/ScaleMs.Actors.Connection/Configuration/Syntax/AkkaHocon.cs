namespace ScaleMs.Actors.Connection.Configuration.Syntax;

/// <summary>
/// Checks that Akka.NET reads a text as intended. Akka.NET 1.5 ignores unclosed brackets and quotes and misreads a part of HOCON: reading
/// the value of an optional or a circular substitution ends the process.
/// </summary>
public static class AkkaHocon
{
    /// <summary>Checks a text.</summary>
    /// <param name="text">HOCON.</param>
    /// <param name="origin">Its source, for errors.</param>
    /// <exception cref="InvalidConfigurationException">It is not HOCON, or Akka.NET cannot read it; the message has line and column.</exception>
    public static void Check(string text, string origin)
    {
        var place = new HoconText(text, origin);
        var outline = HoconSyntax.Read(place);
        if (outline.Unread.Count > 0)
        {
            var (index, problem) = outline.Unread.MinBy(static unread => unread.Index);
            throw place.Error(index, $"Akka.NET does not read {problem}");
        }

        foreach (var substitution in outline.Substitutions)
        {
            if (!outline.Has(substitution.Target))
            {
                throw place.Error(substitution.Index, $"{Shown(substitution)}: this file has no such key, and Akka.NET looks nowhere else");
            }

            if (LeadsToItself(substitution, outline.Substitutions))
            {
                throw place.Error(substitution.Index, $"{Shown(substitution)} leads back to itself, which Akka.NET does not read");
            }
        }
    }

    private static string Shown(HoconOutline.Substitution substitution) => $"${{{substitution.Target.TrimEnd('\0').Replace('\0', '.')}}}";

    private static bool LeadsToItself(HoconOutline.Substitution first, IReadOnlyList<HoconOutline.Substitution> all)
    {
        var seen = new HashSet<HoconOutline.Substitution>();
        var open = new Stack<HoconOutline.Substitution>([first]);
        while (open.TryPop(out var from))
        {
            foreach (var next in all.Where(next => Meets(from.Target, next.Field)))
            {
                if (next == first)
                {
                    return true;
                }

                if (seen.Add(next))
                {
                    open.Push(next);
                }
            }
        }

        return false;
    }

    /// <summary>Whether the value of a path needs the value of a field: the paths are equal, or one contains the other.</summary>
    private static bool Meets(string path, string field) =>
        path.StartsWith(field, StringComparison.Ordinal) || field.StartsWith(path, StringComparison.Ordinal);
}
