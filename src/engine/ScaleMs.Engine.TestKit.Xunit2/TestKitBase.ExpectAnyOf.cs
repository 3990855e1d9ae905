namespace Akka.TestKit;

/// <summary>Expecting the next message to be one of several.</summary>
public abstract partial class TestKitBase
{
    public T ExpectMsgAnyOf<T>(IEnumerable<T> messages, CancellationToken cancellationToken = default) =>
        AcceptAny(Await(timeout: null, cancellationToken), [.. messages]);

    public async ValueTask<T> ExpectMsgAnyOfAsync<T>(IEnumerable<T> messages, CancellationToken cancellationToken = default) =>
        AcceptAny(await AwaitAsync(timeout: null, cancellationToken), [.. messages]);

    private T AcceptAny<T>((MessageEnvelope? Envelope, TimeSpan Limit) next, T[] messages)
    {
        if (next.Envelope is null)
        {
            Fail($"Timeout {next.Limit} while waiting for one of {Shown(messages)}.");
            return default!;
        }

        if (next.Envelope.Message is not T message || !messages.Contains(message))
        {
            Fail($"Expected one of {Shown(messages)}, but received {{{next.Envelope.Message}}} " +
                $"from {Shown(next.Envelope.Sender)}.{StillWaiting()}");
            return default!;
        }

        return message;
    }
}
