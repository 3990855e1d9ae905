using System.Globalization;

namespace Akka.Util;

/// <summary>
/// An application's version: numbers with dots, then perhaps <c>-</c> and a pre-release, then perhaps <c>+</c> and build metadata.
/// Ordered by the numbers, a pre-release before the release; metadata does not count.
/// </summary>
public class AppVersion : IComparable<AppVersion>, IEquatable<AppVersion>
{
    public static readonly AppVersion Zero = new("0.0.0");

    private readonly List<long> _numbers = [];
    private readonly string[] _preRelease;

    private AppVersion(string version)
    {
        Version = version;
        var release = version.AsSpan(0, version.AsSpan().IndexOf('+') is >= 0 and var plus ? plus : version.Length);
        var dash = release.IndexOf('-');
        var numbers = (dash < 0 ? release : release[..dash]).ToString().Split('.');
        foreach (var number in numbers)
        {
            _numbers.Add(long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                ? value
                : throw new ArgumentException($"[{version}] is not a version: [{number}] is not a number. Right would be 1.2.3 or 1.2.3-beta1.", nameof(version)));
        }

        _preRelease = dash < 0 ? [] : release[(dash + 1)..].ToString().Split('.', '-');
    }

    public string Version { get; }

    public static AppVersion Create(string version)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(version);
        return new AppVersion(version.Trim());
    }

    public int CompareTo(AppVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        for (var i = 0; i < Math.Max(_numbers.Count, other._numbers.Count); i++)
        {
            if (_numbers.ElementAtOrDefault(i).CompareTo(other._numbers.ElementAtOrDefault(i)) is not 0 and var order)
            {
                return order;
            }
        }

        return ComparePreReleases(_preRelease, other._preRelease);
    }

    public bool Equals(AppVersion? other) => other is not null && CompareTo(other) == 0;

    public override bool Equals(object? obj) => Equals(obj as AppVersion);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var number in _numbers.Take(_numbers.FindLastIndex(static number => number != 0) + 1))
        {
            hash.Add(number);
        }

        foreach (var part in _preRelease)
        {
            hash.Add(part, StringComparer.OrdinalIgnoreCase);
        }

        return hash.ToHashCode();
    }

    public override string ToString() => Version;

    public static bool operator ==(AppVersion? first, AppVersion? second) => first is null ? second is null : first.Equals(second);

    public static bool operator !=(AppVersion? first, AppVersion? second) => !(first == second);

    private static int ComparePreReleases(string[] first, string[] second)
    {
        if (first.Length == 0 || second.Length == 0)
        {
            return second.Length.CompareTo(first.Length);
        }

        for (var i = 0; i < Math.Min(first.Length, second.Length); i++)
        {
            var (left, right) = (Number(first[i]), Number(second[i]));
            var order = left is null && right is null
                ? string.Compare(first[i], second[i], StringComparison.OrdinalIgnoreCase)
                : (left ?? long.MaxValue).CompareTo(right ?? long.MaxValue);
            if (order != 0)
            {
                return order;
            }
        }

        return first.Length.CompareTo(second.Length);
    }

    private static long? Number(string part) =>
        long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
