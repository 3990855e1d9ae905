using Akka.Remote.Transport;
using FsCheck;
using FsCheck.Fluent;

namespace Akka.Remote.Tests.Transport;

public class ResendBufferSpec
{
    [Fact]
    public void Over_connections_that_break_anywhere_each_message_is_delivered_once_and_in_order() =>
        Prop.ForAll<bool[]>(steps =>
        {
            var buffer = new ResendBuffer<int>(int.MaxValue);
            var log = new DeliveryLog();
            var delivered = new List<int>();
            var next = 1;
            foreach (var broken in steps ?? [])
            {
                // A new connection: everything unacknowledged again, then one more, which a broken one loses.
                var number = buffer.FirstNumber;
                foreach (var message in buffer.Unacknowledged.ToArray())
                {
                    Deliver(number++, message);
                }

                number = buffer.Add(next);
                if (!broken)
                {
                    Deliver(number, next);
                    buffer.Acknowledge(log.Delivered);
                }

                next++;
            }

            var last = buffer.FirstNumber;
            foreach (var message in buffer.Unacknowledged.ToArray())
            {
                Deliver(last++, message);
            }

            Assert.Equal(Enumerable.Range(1, next - 1), delivered);

            void Deliver(long number, int message)
            {
                if (log.Accept(number))
                {
                    delivered.Add(message);
                }
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_acknowledgement_of_what_was_never_sent_is_ignored()
    {
        var buffer = new ResendBuffer<string>(10);
        buffer.Add("a");
        buffer.Acknowledge(2);
        Assert.Equal(1, buffer.Count);
        buffer.Acknowledge(1);
        Assert.Equal(0, buffer.Count);
    }

    [Fact]
    public void A_restart_of_the_peer_returns_what_was_meant_for_its_predecessor()
    {
        var buffer = new ResendBuffer<string>(2);
        buffer.Add("a");
        buffer.Add("b");
        Assert.True(buffer.IsFull);
        Assert.Equal(["a", "b"], buffer.Restart());
        Assert.Equal(1, buffer.Add("c"));
    }
}
