namespace Akka.Event;

/// <summary>Asks each filter in turn whether an event is worth printing; the cheap ones first.</summary>
public class LogFilterEvaluator
{
    public static readonly LogFilterEvaluator NoFilters = new([]);

    private readonly LogFilterBase[] _filters;

    public LogFilterEvaluator(LogFilterBase[] filters)
    {
        _filters = [.. filters.OrderBy(static filter => filter.FilterType)];
        EvaluatesLogSourcesOnly = Array.TrueForAll(_filters, static filter => filter.FilterType == LogFilterType.Source);
    }

    public bool EvaluatesLogSourcesOnly { get; }

    /// <summary>False when the event is to be dropped; the text of the event where a filter needed it.</summary>
    public virtual bool ShouldTryKeepMessage(LogEvent evt, out string expandedLogMessage)
    {
        expandedLogMessage = "";
        foreach (var filter in _filters)
        {
            if (filter.FilterType == LogFilterType.Content && expandedLogMessage.Length == 0)
            {
                expandedLogMessage = evt.Message?.ToString() ?? "";
            }

            switch (filter.ShouldKeepMessage(evt, expandedLogMessage))
            {
                case LogFilterDecision.Drop:
                    return false;
                case LogFilterDecision.Keep:
                    return true;
            }
        }

        return true;
    }
}
