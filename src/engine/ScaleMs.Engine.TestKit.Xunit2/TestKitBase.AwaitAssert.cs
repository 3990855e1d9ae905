using Akka.TestKit.Internal;

namespace Akka.TestKit;

/// <summary>Trying an assertion again until it holds.</summary>
public abstract partial class TestKitBase
{
    /// <summary>
    /// Runs the assertion until it does not throw; when it still throws after <paramref name="duration"/> (default:
    /// what remains), its last exception is the test's.
    /// </summary>
    public void AwaitAssert(
        Action assertion,
        TimeSpan? duration = null,
        TimeSpan? interval = null,
        CancellationToken cancellationToken = default)
    {
        var poll = new Poll(RemainingOrDilated(duration), interval);
        while (true)
        {
            try
            {
                assertion();
                return;
            }
            catch (Exception) when (poll.Wait(cancellationToken))
            {
                // It is tried again; only the last failure counts.
            }
        }
    }

    /// <inheritdoc cref="AwaitAssert"/>
    public Task AwaitAssertAsync(
        Action assertion,
        TimeSpan? duration = null,
        TimeSpan? interval = null,
        CancellationToken cancellationToken = default) =>
        AwaitAssertAsync(
            () =>
            {
                assertion();
                return Task.CompletedTask;
            },
            duration,
            interval,
            cancellationToken);

    /// <inheritdoc cref="AwaitAssert"/>
    public async Task AwaitAssertAsync(
        Func<Task> assertion,
        TimeSpan? duration = null,
        TimeSpan? interval = null,
        CancellationToken cancellationToken = default)
    {
        var poll = new Poll(RemainingOrDilated(duration), interval);
        while (true)
        {
            TimeSpan? pause = null;
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                await assertion();
                return;
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested && (pause = poll.NextPause()) is not null)
            {
                // It is tried again; only the last failure counts.
            }

            await Task.Delay(pause!.Value, cancellationToken);
        }
    }
}
