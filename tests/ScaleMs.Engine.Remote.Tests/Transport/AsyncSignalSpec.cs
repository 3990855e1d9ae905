using Akka.Remote.Transport;

namespace Akka.Remote.Tests.Transport;

public class AsyncSignalSpec
{
    [Fact]
    public async Task A_signal_set_before_the_wait_is_not_lost()
    {
        var signal = new AsyncSignal();
        signal.Set();
        signal.Set();
        await signal.WaitAsync();
        var second = signal.WaitAsync().AsTask();
        Assert.False(second.IsCompleted);
    }

    [Fact]
    public async Task No_work_is_left_lying_however_producers_and_consumer_meet()
    {
        const int PerProducer = 100_000;
        var signal = new AsyncSignal();
        var pending = 0;
        var consumed = 0;
        var consumer = Task.Run(async () =>
        {
            while (consumed < 2 * PerProducer)
            {
                await signal.WaitAsync();
                consumed += Interlocked.Exchange(ref pending, 0);
            }
        });
        var producers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < PerProducer; i++)
            {
                Interlocked.Increment(ref pending);
                signal.Set();
            }
        }));
        await Task.WhenAll(producers);
        await consumer.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(2 * PerProducer, consumed);
    }
}
