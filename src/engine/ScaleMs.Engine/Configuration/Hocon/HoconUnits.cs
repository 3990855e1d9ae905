using System.Globalization;

namespace Akka.Configuration.Hocon;

/// <summary>Durations and sizes with the unit names of the HOCON specification.</summary>
internal static class HoconUnits
{
    public static TimeSpan? DurationOrInfinite(string text) =>
        text.AsSpan().Trim() is "infinite" ? Timeout.InfiniteTimeSpan : Duration(text);

    public static TimeSpan? Duration(string text)
    {
        if (!Split(text, out var number, out var unit))
        {
            return null;
        }

        double? ticks = unit switch
        {
            "ns" or "nano" or "nanos" or "nanosecond" or "nanoseconds" => 0.01,
            "us" or "micro" or "micros" or "microsecond" or "microseconds" => TimeSpan.TicksPerMicrosecond,
            "" or "ms" or "milli" or "millis" or "millisecond" or "milliseconds" => TimeSpan.TicksPerMillisecond,
            "s" or "second" or "seconds" => TimeSpan.TicksPerSecond,
            "m" or "minute" or "minutes" => TimeSpan.TicksPerMinute,
            "h" or "hour" or "hours" => TimeSpan.TicksPerHour,
            "d" or "day" or "days" => TimeSpan.TicksPerDay,
            _ => null,
        };
        return ticks is { } each && Math.Round(number * each) is var total && Math.Abs(total) < long.MaxValue
            ? TimeSpan.FromTicks((long)total)
            : null;
    }

    public static long? Size(string text)
    {
        if (!Split(text, out var number, out var unit))
        {
            return null;
        }

        double? bytes = unit switch
        {
            "" or "B" or "b" or "byte" or "bytes" => 1,
            "kB" or "kilobyte" or "kilobytes" => 1e3,
            "MB" or "megabyte" or "megabytes" => 1e6,
            "GB" or "gigabyte" or "gigabytes" => 1e9,
            "TB" or "terabyte" or "terabytes" => 1e12,
            "PB" or "petabyte" or "petabytes" => 1e15,
            "EB" or "exabyte" or "exabytes" => 1e18,
            "K" or "k" or "Ki" or "KiB" or "kibibyte" or "kibibytes" => 1L << 10,
            "M" or "m" or "Mi" or "MiB" or "mebibyte" or "mebibytes" => 1L << 20,
            "G" or "g" or "Gi" or "GiB" or "gibibyte" or "gibibytes" => 1L << 30,
            "T" or "t" or "Ti" or "TiB" or "tebibyte" or "tebibytes" => 1L << 40,
            "P" or "p" or "Pi" or "PiB" or "pebibyte" or "pebibytes" => 1L << 50,
            "E" or "e" or "Ei" or "EiB" or "exbibyte" or "exbibytes" => 1L << 60,
            _ => null,
        };
        return bytes is { } each && Math.Truncate(number * each) is var total && Math.Abs(total) < long.MaxValue ? (long)total : null;
    }

    // The unit is what follows the last digit or dot: "1e3 s" is a number with an exponent, "5e" is five exbibytes.
    private static bool Split(string text, out double number, out string unit)
    {
        var trimmed = text.AsSpan().Trim();
        var end = trimmed.LastIndexOfAnyInRange('0', '9') + 1;
        if (end < trimmed.Length && trimmed[end] == '.')
        {
            end++;
        }

        unit = trimmed[end..].TrimStart().ToString();
        return double.TryParse(trimmed[..end], NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
    }
}
