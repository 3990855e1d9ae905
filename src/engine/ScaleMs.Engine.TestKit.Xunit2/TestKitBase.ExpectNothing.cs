using System.Collections;

namespace Akka.TestKit;

/// <summary>Expecting silence.</summary>
public abstract partial class TestKitBase
{
    /// <summary>No message arrives in what remains of the <c>Within</c> block, else in `akka.test.single-expect-default`.</summary>
    public void ExpectNoMsg(CancellationToken cancellationToken = default) =>
        Refuse(Take(RemainingOrDefault, cancellationToken));

    public void ExpectNoMsg(TimeSpan duration, CancellationToken cancellationToken = default) =>
        Refuse(Take(Dilated(duration), cancellationToken));

    public void ExpectNoMsg(int milliseconds, CancellationToken cancellationToken = default) =>
        ExpectNoMsg(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    /// <inheritdoc cref="ExpectNoMsg(CancellationToken)"/>
    public async ValueTask ExpectNoMsgAsync(CancellationToken cancellationToken = default) =>
        Refuse(await TakeAsync(RemainingOrDefault, cancellationToken));

    public async ValueTask ExpectNoMsgAsync(TimeSpan duration, CancellationToken cancellationToken = default) =>
        Refuse(await TakeAsync(Dilated(duration), cancellationToken));

    public ValueTask ExpectNoMsgAsync(int milliseconds, CancellationToken cancellationToken = default) =>
        ExpectNoMsgAsync(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    /// <summary>Receives until nothing has arrived for <paramref name="max"/>, and returns what came before.</summary>
    /// <param name="max">How long the silence has to last.</param>
    /// <param name="maxMessages">How many messages may come before it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ArrayList> WaitForRadioSilenceAsync(
        TimeSpan? max = null,
        uint? maxMessages = null,
        CancellationToken cancellationToken = default)
    {
        var messages = new ArrayList();
        while (await TakeAsync(GetTimeoutOrDefault(max), cancellationToken) is { } envelope)
        {
            messages.Add(envelope.Message);
            if (messages.Count > maxMessages)
            {
                Fail($"{nameof(maxMessages)} violated: expected silence after at most {maxMessages} messages, " +
                    $"received {Shown(messages.ToArray())}.");
            }
        }

        return ArrayList.ReadOnly(messages);
    }

    private void Refuse(MessageEnvelope? received)
    {
        if (received is not null)
        {
            Fail($"Expected no message, but received {{{received.Message}}} from {Shown(received.Sender)}.{StillWaiting()}");
        }

        _lastWasNoMessage = true;
    }
}
