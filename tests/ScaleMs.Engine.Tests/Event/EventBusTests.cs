using Akka.Event;

namespace ScaleMs.Engine.Tests.Event;

public sealed class EventBusTests
{
    private readonly PathBus _bus = new();

    [Fact]
    public void A_subscriber_gets_what_its_classifier_covers()
    {
        Assert.True(_bus.Subscribe("a", "/x"));
        Assert.False(_bus.Subscribe("a", "/x"));

        _bus.Publish("/x/1");
        _bus.Publish("/y/1");

        Assert.Equal(["a:/x/1"], _bus.Delivered);
    }

    [Fact]
    public void An_event_that_two_subscriptions_cover_arrives_once()
    {
        _bus.Subscribe("a", "/x");
        _bus.Subscribe("a", "/x/y");

        _bus.Publish("/x/y/1");

        Assert.Equal(["a:/x/y/1"], _bus.Delivered);
    }

    [Fact]
    public void A_subscription_after_the_first_event_counts()
    {
        _bus.Publish("/x");
        _bus.Subscribe("a", "/x");
        _bus.Publish("/x");

        Assert.Equal(["a:/x"], _bus.Delivered);
    }

    [Fact]
    public void A_part_can_be_taken_out_of_a_subscription_and_put_back()
    {
        _bus.Subscribe("a", "/x");
        Assert.True(_bus.Unsubscribe("a", "/x/y"));
        _bus.Publish("/x/y/1");
        _bus.Publish("/x/z/1");
        Assert.True(_bus.Subscribe("a", "/x/y"));
        _bus.Publish("/x/y/2");

        Assert.Equal(["a:/x/z/1", "a:/x/y/2"], _bus.Delivered);
    }

    [Fact]
    public void Taking_back_a_subscription_says_whether_there_was_one()
    {
        _bus.Subscribe("a", "/x");
        _bus.Subscribe("a", "/y");

        Assert.True(_bus.Unsubscribe("a", "/x"));
        Assert.False(_bus.Unsubscribe("a", "/x"));
        Assert.True(_bus.Unsubscribe("a"));
        Assert.False(_bus.Unsubscribe("a"));
        _bus.Publish("/y/1");
        Assert.Empty(_bus.Delivered);
    }

    [Fact]
    public async Task Publishing_while_subscriptions_change_loses_nothing_that_was_subscribed_before()
    {
        _bus.Subscribe("steady", "/x");
        var changes = Task.Run(() =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                _bus.Subscribe($"s{i % 10}", "/x");
                _bus.Unsubscribe($"s{i % 10}");
            }
        });
        for (var i = 0; i < 2_000; i++)
        {
            _bus.Publish("/x/1");
        }

        await changes;
        Assert.Equal(2_000, _bus.Delivered.Count(entry => entry == "steady:/x/1"));
    }

    private sealed class PathBus : EventBus<string, string, string>
    {
        private readonly List<string> _delivered = [];

        public IReadOnlyList<string> Delivered => _delivered;

        protected override bool IsSubClassification(string parent, string child) => child.StartsWith(parent, StringComparison.Ordinal);

        protected override bool Classify(string @event, string classifier) => @event.StartsWith(classifier, StringComparison.Ordinal);

        protected override string GetClassifier(string @event) => @event;

        protected override void Publish(string @event, string subscriber) => _delivered.Add($"{subscriber}:{@event}");
    }
}
