using System.Text.RegularExpressions;

namespace Akka.Event;

public sealed class RegexLogSourceFilter : LogFilterBase
{
    private readonly Regex _source;

    public RegexLogSourceFilter(Regex sourceRegex) => _source = sourceRegex;

    public override LogFilterType FilterType => LogFilterType.Source;

    public override LogFilterDecision ShouldKeepMessage(LogEvent content, string? expandedMessage = null) =>
        _source.IsMatch(content.LogSource) ? LogFilterDecision.Drop : LogFilterDecision.NoDecision;
}
