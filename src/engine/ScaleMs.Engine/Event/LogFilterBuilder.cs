using System.Text.RegularExpressions;

namespace Akka.Event;

public sealed class LogFilterBuilder
{
    private readonly List<LogFilterBase> _filters = [];

    public LogFilterBuilder Add(LogFilterBase filter)
    {
        _filters.Add(filter);
        return this;
    }

    public LogFilterBuilder AddRange(IEnumerable<LogFilterBase> filters)
    {
        _filters.AddRange(filters);
        return this;
    }

    public LogFilterBuilder ExcludeSourceExactly(string source, StringComparison comparison = StringComparison.OrdinalIgnoreCase) =>
        Add(new ExactMatchLogSourceFilter(source, comparison));

    public LogFilterBuilder ExcludeSourceStartingWith(string sourceStart) => ExcludeSourceRegex(Pattern("^" + Regex.Escape(sourceStart)));

    public LogFilterBuilder ExcludeSourceContaining(string sourcePart) => ExcludeSourceRegex(Pattern(Regex.Escape(sourcePart)));

    public LogFilterBuilder ExcludeSourceEndingWith(string sourceEnd) => ExcludeSourceRegex(Pattern(Regex.Escape(sourceEnd) + "$"));

    public LogFilterBuilder ExcludeSourceRegex(Regex regex) => Add(new RegexLogSourceFilter(regex));

    public LogFilterBuilder ExcludeMessageContaining(string messagePart) => ExcludeMessageRegex(Pattern(Regex.Escape(messagePart)));

    public LogFilterBuilder ExcludeMessageRegex(Regex regex) => Add(new RegexLogMessageFilter(regex));

    public LogFilterSetup Build() => new([.. _filters]);

    private static Regex Pattern(string pattern) => new(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
}
