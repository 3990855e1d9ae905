namespace ScaleMs.Actors.Node.Tests.Telemetry;

/// <summary>A span as the collector has received it.</summary>
internal sealed record ReceivedSpan(string Name, string Trace, string Id, string Parent, ulong Start, ulong End, IReadOnlyDictionary<string, string> Tags);
