using System.CommandLine.Parsing;
using System.Globalization;

namespace ScaleMs.Actors.Node.CommandLine;

/// <summary>Whole numbers on the command line.</summary>
internal static class WholeNumber
{
    /// <summary>Reads the only token of an option.</summary>
    /// <param name="result">The given tokens; receives errors.</param>
    /// <param name="option">For errors.</param>
    /// <param name="min">Minimum.</param>
    /// <param name="max">Maximum.</param>
    public static int Parse(ArgumentResult result, string option, int min, int max = int.MaxValue)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
        {
            return number;
        }

        result.AddError(max == int.MaxValue
            ? $"{option} {text}: a whole number of {min} or more is expected"
            : $"{option} {text}: a whole number from {min} to {max} is expected");
        return 0;
    }
}
