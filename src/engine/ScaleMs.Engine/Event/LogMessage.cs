namespace Akka.Event;

/// <summary>A template and its arguments; the text is made when a logger asks for it.</summary>
public abstract class LogMessage
{
    protected readonly ILogMessageFormatter Formatter;

    public LogMessage(ILogMessageFormatter formatter, string format)
    {
        Formatter = formatter;
        Format = format;
    }

    public string Format { get; }

    public abstract IEnumerable<object?> Parameters();

    public abstract string Unformatted();
}
