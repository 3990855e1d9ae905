using System.Text.RegularExpressions;

namespace Akka.Event;

public sealed class RegexLogMessageFilter : LogFilterBase
{
    private readonly Regex _message;

    public RegexLogMessageFilter(Regex messageRegex) => _message = messageRegex;

    public override LogFilterType FilterType => LogFilterType.Content;

    public override LogFilterDecision ShouldKeepMessage(LogEvent content, string? expandedMessage = null) =>
        _message.IsMatch(expandedMessage ?? content.Message?.ToString() ?? "") ? LogFilterDecision.Drop : LogFilterDecision.NoDecision;
}
