namespace Akka.Event;

public class Error : LogEvent
{
    public Error(Exception? cause, string logSource, Type? logClass, object message)
    {
        Cause = cause;
        LogSource = logSource;
        LogClass = logClass;
        Message = message;
    }

    public override LogLevel LogLevel() => Event.LogLevel.ErrorLevel;
}
