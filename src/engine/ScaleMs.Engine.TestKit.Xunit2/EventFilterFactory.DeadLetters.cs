using Akka.Event;

namespace Akka.TestKit;

public partial class EventFilterFactory
{
    public IEventFilterApplier DeadLetter() => DeadLetters(isMatch: null, source: null);

    public IEventFilterApplier DeadLetter<TMessage>(string? source = null) =>
        DeadLetters(deadLetter => deadLetter.Message is TMessage, source);

    public IEventFilterApplier DeadLetter<TMessage>(Func<TMessage, bool> isMatch, string? source = null) =>
        DeadLetters(deadLetter => deadLetter.Message is TMessage message && isMatch(message), source);

    public IEventFilterApplier DeadLetter(Type type, string? source = null) =>
        DeadLetters(deadLetter => type.IsInstanceOfType(deadLetter.Message), source);

    public IEventFilterApplier DeadLetter(Type type, Func<object, bool> isMatch, string? source = null) =>
        DeadLetters(deadLetter => type.IsInstanceOfType(deadLetter.Message) && isMatch(deadLetter.Message), source);

    private IEventFilterApplier DeadLetters(Predicate<DeadLetter>? isMatch, string? source) =>
        Filter(new DeadLettersFilter(messageMatcher: null, SourceMatcher(source), isMatch));
}
