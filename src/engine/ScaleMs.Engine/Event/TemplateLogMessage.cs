namespace Akka.Event;

internal sealed class TemplateLogMessage(ILogMessageFormatter formatter, string format, object?[] args) : LogMessage(formatter, format)
{
    public override IEnumerable<object?> Parameters() => args;

    public override string Unformatted() => $"Template: [{Format}], arguments: [{string.Join(", ", args)}]";

    public override string ToString() => Formatter.Format(Format, args);
}
