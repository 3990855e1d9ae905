using System.Diagnostics;

namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>
/// The place in a client's trace that submitted tasks belong to, as a <see href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C
/// traceparent</see>. One that its client does not record is none.
/// </summary>
public static class TraceParent
{
    /// <summary>That of the caller's <see cref="Activity.Current"/>; null = there is none, or it is not recorded.</summary>
    public static string? Current => Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null;

    /// <summary>The context that a text names; default = none, or it is not recorded.</summary>
    public static ActivityContext Read(string? text) =>
        text is not null && ActivityContext.TryParse(text, null, isRemote: true, out var context) && (context.TraceFlags & ActivityTraceFlags.Recorded) != 0 ? context : default;

    /// <summary>What is wrong with a text; null = nothing.</summary>
    public static string? Problem(string? text) =>
        text is null || ActivityContext.TryParse(text, null, out _) ? null : $"traceparent is '{text}'; it must be as W3C's: 00-, 32 hexadecimal digits, -, 16 hexadecimal digits, -01";
}
