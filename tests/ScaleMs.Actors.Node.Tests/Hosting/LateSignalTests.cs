using System.Runtime.InteropServices;
using ScaleMs.Actors.Node.Hosting;

namespace ScaleMs.Actors.Node.Tests.Hosting;

/// <summary>Signals that arrive while their listener is being disposed.</summary>
public sealed class LateSignalTests
{
    [Theory]
    [InlineData(true, PosixSignal.SIGTERM)]
    [InlineData(true, PosixSignal.SIGINT)]
    [InlineData(false, PosixSignal.SIGTERM)]
    public void A_signal_after_the_end_of_an_interruption_does_no_harm(bool leaves, PosixSignal signal)
    {
        var interruption = new Interruption(leaves);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(interruption.Any, interruption.Second);
        interruption.Dispose();

        interruption.OnSignal(1, signal);
        interruption.OnSignal(2, signal);
        interruption.Dispose();

        Assert.True(interruption.Any.IsCancellationRequested);
    }

    [Fact]
    public void A_signal_that_comes_while_its_listener_ends_does_no_harm()
    {
        const int Rounds = 2_000;
        for (var round = 0; round < Rounds; round++)
        {
            using var owned = new CancellationTokenSource();
            var signals = new NodeSignals((_, _) => owned.Cancel());
            using var together = new Barrier(3);
            Exception? seen = null;
            Thread[] threads =
            [
                new(() => Hear(signals, together, ref seen)),
                new(() => Hear(signals, together, ref seen)),
                new(() =>
                {
                    together.SignalAndWait();
                    signals.Dispose();
                    owned.Dispose();
                }),
            ];
            Array.ForEach(threads, static thread => thread.Start());
            Array.ForEach(threads, static thread => thread.Join());
            Assert.Null(seen);
        }
    }

    [Fact]
    public void What_goes_wrong_with_a_listener_that_is_there_is_not_hidden()
    {
        using var signals = new NodeSignals(static (_, _) => throw new ObjectDisposedException("host"));

        Assert.Throws<ObjectDisposedException>(() => signals.Handle(new PosixSignalContext(PosixSignal.SIGTERM)));
    }

    private static void Hear(NodeSignals signals, Barrier together, ref Exception? seen)
    {
        together.SignalAndWait();
        try
        {
            var context = new PosixSignalContext(PosixSignal.SIGINT);
            signals.Handle(context);
            Assert.True(context.Cancel);
        }
        catch (Exception error)
        {
            seen = error;
        }
    }
}
