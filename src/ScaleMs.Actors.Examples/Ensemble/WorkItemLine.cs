namespace ScaleMs.Actors.Examples.Ensemble;

/// <summary>One work item of a JSON Lines file.</summary>
/// <param name="Number">1-based line number.</param>
/// <param name="Text">The JSON.</param>
internal sealed record WorkItemLine(int Number, string Text)
{
    public static IReadOnlyList<WorkItemLine> Read(IEnumerable<string> lines) =>
        [.. lines.Select((text, index) => new WorkItemLine(index + 1, text)).Where(line => !string.IsNullOrWhiteSpace(line.Text))];
}
