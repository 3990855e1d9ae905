using Akka.Event;
using Akka.TestKit.Internal;
using Akka.TestKit.Internal.StringMatcher;

namespace Akka.TestKit;

/// <summary>Matches dead letters, which the <see cref="TestEventListener"/> shows to filters as warnings.</summary>
public sealed class DeadLettersFilter(IStringMatcher? messageMatcher, IStringMatcher? sourceMatcher, Predicate<DeadLetter>? isMatch = null)
    : EventFilterBase(messageMatcher, sourceMatcher)
{
    protected override string FilterDescriptiveName => "DeadLetter";

    protected override bool IsMatch(LogEvent evt) =>
        evt is Warning { Message: DeadLetter deadLetter }
        && (isMatch is null || isMatch(deadLetter))
        && InternalDoMatch(evt.LogSource, deadLetter.Message);
}
