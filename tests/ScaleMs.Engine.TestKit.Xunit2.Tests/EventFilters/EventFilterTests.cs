using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Event;
using Akka.TestKit.TestActors;

namespace ScaleMs.Engine.TestKit.Xunit2.Tests.EventFilters;

public class EventFilterTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public EventFilterTests()
        : base("akka.loglevel = DEBUG")
    {
    }

    [Fact]
    public void Each_level_has_its_filter()
    {
        EventFilter.Debug("text").ExpectOne(() => Log.Debug("text"));
        EventFilter.Info("text").ExpectOne(() => Log.Info("text"));
        EventFilter.Warning("text").ExpectOne(() => Log.Warning("text"));
        EventFilter.Error("text").ExpectOne(() => Log.Error("text"));
        EventFilter.ForLogLevel(LogLevel.InfoLevel, "text").ExpectOne(() => Log.Info("text"));
    }

    [Fact]
    public void A_text_matches_whole_by_its_beginning_by_a_part_or_by_a_pattern()
    {
        EventFilter.Info(message: "one two three").ExpectOne(() => Log.Info("one {0} three", "two"));
        EventFilter.Info(start: "one").ExpectOne(() => Log.Info("one two three"));
        EventFilter.Info(contains: "two").ExpectOne(() => Log.Info("one two three"));
        EventFilter.Info(new Regex("^one .* three$")).ExpectOne(() => Log.Info("one two three"));
        Assert.Throws<ArgumentException>(() => EventFilter.Info(message: "a", start: "b"));
    }

    [Fact]
    public void The_source_is_the_path_of_the_actor_that_logs()
    {
        var actor = ActorOf(Props.Create(() => new Logging()), "logging");

        EventFilter.Info("text", source: actor.Path.ToString()).ExpectOne(() => actor.Tell("text"));
        EventFilter.Info("text", source: "/user/logging").ExpectOne(() => actor.Tell("text"));
        EventFilter.Info("text", source: "user/logging").ExpectOne(() => actor.Tell("text"));
        Failing.MessageOf(() => EventFilter.Info("text", source: "/user/other").ExpectOne(Short, () => actor.Tell("text")));
    }

    [Fact]
    public void Too_few_events_fail()
    {
        var failure = Failing.MessageOf(() => EventFilter.Info("text").Expect(2, Short, () =>
        {
            Log.Info("text");
            AwaitLogged();
        }));

        Assert.Contains("received 1, 1 missing", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_events_fail_and_are_shown()
    {
        var failure = Failing.MessageOf(() => EventFilter.Info(start: "text").Expect(1, () =>
        {
            Log.Info("text 1");
            Log.Info("text 2");
            Log.Info("text 3");
            AwaitLogged();
        }));

        Assert.Contains("2 messages too many", failure, StringComparison.Ordinal);
        Assert.Contains("text 3", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void No_event_can_be_expected()
    {
        EventFilter.Info("text").Expect(0, Short, () => Log.Info("other"));
        Failing.MessageOf(() => EventFilter.Info("text").Expect(0, Patience, () => Log.Info("text")));
    }

    [Fact]
    public void Exceptions_match_by_type_message_and_on_request_their_causes()
    {
        var failure = new InvalidOperationException("outer", new FormatException("inner"));

        EventFilter.Exception<InvalidOperationException>().ExpectOne(() => Log.Error(failure, "text"));
        EventFilter.Exception<Exception>().ExpectOne(() => Log.Error(failure, "text"));
        EventFilter.Exception<InvalidOperationException>("outer").ExpectOne(() => Log.Error(failure, "text"));
        EventFilter.Exception<InvalidOperationException>("text").ExpectOne(() => Log.Error(failure, "text"));
        EventFilter.Exception(typeof(FormatException), "inner", checkInnerExceptions: true).ExpectOne(() => Log.Error(failure, "text"));
        EventFilter.Exception<FormatException>().Expect(0, Short, () => Log.Error(failure, "text"));
        EventFilter.Exception<InvalidOperationException>().Expect(0, Short, () => Log.Error("no exception"));
    }

    [Fact]
    public void Dead_letters_match_by_type_content_and_recipient()
    {
        var dead = Watch(ActorOf(BlackHoleActor.Props, "dead"));
        Sys.Stop(dead);
        ExpectTerminated(dead);

        EventFilter.DeadLetter().ExpectOne(() => dead.Tell("text"));
        EventFilter.DeadLetter<string>().ExpectOne(() => dead.Tell("text"));
        EventFilter.DeadLetter<string>(text => text == "text").ExpectOne(() => dead.Tell("text"));
        EventFilter.DeadLetter(typeof(string), text => (string)text == "text").ExpectOne(() => dead.Tell("text"));
        EventFilter.DeadLetter<string>(source: "/user/dead").ExpectOne(() => dead.Tell("text"));
        EventFilter.DeadLetter<int>().Expect(0, Short, () => dead.Tell("text"));
    }

    [Fact]
    public void A_filter_of_ones_own()
    {
        EventFilter.Custom(logEvent => logEvent is Info && logEvent.Message?.ToString() == "text").ExpectOne(() => Log.Info("text"));
        EventFilter.Custom<Warning>(warning => warning.Message?.ToString() == "text").ExpectOne(() => Log.Warning("text"));
    }

    [Fact]
    public void Filters_can_be_combined() => EventFilter.Info("a").And.Warning("b").Expect(2, () =>
    {
        Log.Info("a");
        Log.Warning("b");
    });

    [Fact]
    public async Task The_asynchronous_forms_do_the_same()
    {
        await EventFilter.Info("text").ExpectOneAsync(() => Log.Info("text"));
        await EventFilter.Info("text").ExpectAsync(2, async () =>
        {
            Log.Info("text");
            await Task.Yield();
            Log.Info("text");
        });
        Assert.Equal(7, await EventFilter.Info("text").ExpectOneAsync(() =>
        {
            Log.Info("text");
            return Task.FromResult(7);
        }));
        await Failing.MessageOfAsync(() => EventFilter.Info("text").ExpectAsync(1, Short, () => Task.CompletedTask));
    }

    [Fact]
    public async Task Muting_expects_nothing()
    {
        Assert.Equal(7, EventFilter.Info().Mute(() => 7));
        await EventFilter.Info().MuteAsync(() => Log.Info("text"));
        using var muted = EventFilter.Info().Mute();
        Log.Info("text");
        muted.Unmute();
    }

    [Fact]
    public void A_probe_can_wait_for_what_is_logged_later() => EventFilter.Info("later").ExpectOne(() =>
        Sys.Scheduler.Advanced.ScheduleOnce(TimeSpan.FromMilliseconds(30), () => Log.Info("later")));

    /// <summary>Loggers work in the order of the events: when the last one has been matched, the earlier ones have been, too.</summary>
    private void AwaitLogged() => EventFilter.Info("end").ExpectOne(() => Log.Info("end"));

    private sealed class Logging : UntypedActor
    {
        private readonly ILoggingAdapter _log = Context.GetLogger();

        protected override void OnReceive(object message) => _log.Info((string)message);
    }
}
