using Akka.Event;
using Akka.TestKit.Internal.StringMatcher;

namespace Akka.TestKit.Internal;

/// <summary>
/// Matches errors; with an exception type, only errors caused by that exception, whose own message may be what the
/// message condition is about, too.
/// </summary>
public class ErrorFilter : EventFilterBase
{
    private readonly Type? _exceptionType;
    private readonly bool _recurseInnerExceptions;

    public ErrorFilter(IStringMatcher? messageMatcher = null, IStringMatcher? sourceMatcher = null)
        : this(exceptionType: null, messageMatcher, sourceMatcher, recurseInnerExceptions: false, restrictToException: false)
    {
    }

    public ErrorFilter(
        Type exceptionType,
        IStringMatcher? messageMatcher = null,
        IStringMatcher? sourceMatcher = null,
        bool recurseInnerExceptions = false)
        : this(exceptionType, messageMatcher, sourceMatcher, recurseInnerExceptions, restrictToException: true)
    {
    }

    private ErrorFilter(
        Type? exceptionType,
        IStringMatcher? messageMatcher,
        IStringMatcher? sourceMatcher,
        bool recurseInnerExceptions,
        bool restrictToException)
        : base(messageMatcher, sourceMatcher)
    {
        if (restrictToException)
        {
            ArgumentNullException.ThrowIfNull(exceptionType);
        }

        _exceptionType = exceptionType;
        _recurseInnerExceptions = recurseInnerExceptions;
    }

    protected override string FilterDescriptiveName =>
        _exceptionType is null ? "Error" : $"Error with exception {_exceptionType.FullName}";

    protected override bool IsMatch(LogEvent evt)
    {
        if (evt is not Error error)
        {
            return false;
        }

        return _exceptionType is null
            ? InternalDoMatch(error.LogSource, error.Message)
            : IsCause(error, error.Cause);
    }

    private bool IsCause(Error error, Exception? cause)
    {
        if (cause is null)
        {
            return false;
        }

        if (_exceptionType!.IsInstanceOfType(cause)
            && (InternalDoMatch(error.LogSource, error.Message) || InternalDoMatch(error.LogSource, cause.Message)))
        {
            return true;
        }

        return _recurseInnerExceptions && IsCause(error, cause.InnerException);
    }
}
