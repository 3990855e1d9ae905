using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.TestKit.Xunit2;

namespace ScaleMs.Engine.Tests.Event;

public sealed class LoggingTests : TestKit
{
    private static readonly Config Settings = $$"""
        akka.loglevel = INFO
        akka.log-dead-letters = 2
        akka.actor.debug.unhandled = on
        akka.loggers = ["{{typeof(Collector).AssemblyQualifiedName}}"]
        """;

    public LoggingTests() : base(Settings) { }

    [Fact]
    public void A_logger_of_the_configuration_gets_events_of_the_level_and_above()
    {
        var events = Listen();

        Sys.Log.Debug("quiet");
        Sys.Log.Info("loud");
        Sys.Log.Error(new InvalidOperationException("why"), "louder {Count} {Name}", 1, "two");

        Assert.Equal("loud", events.ExpectMsg<Info>().Message!.ToString());
        var error = events.ExpectMsg<Error>();
        Assert.Equal("louder 1 two", error.Message!.ToString());
        Assert.IsType<InvalidOperationException>(error.Cause);
        Assert.Matches(@"^\[ERROR\]\[\d\d/\d\d/\d{4} [\d:.]+Z\]\[Thread \d+\]\[.*\] louder 1 two\n?\r?\n?Cause: System.InvalidOperationException: why", error.ToString());
    }

    [Fact]
    public void The_level_can_be_changed()
    {
        var events = Listen();
        Assert.False(Sys.Log.IsDebugEnabled);

        Sys.EventStream.SetLogLevel(LogLevel.DebugLevel);
        Assert.True(Sys.Log.IsDebugEnabled);
        Sys.Log.Debug("now");
        events.FishForMessage(message => message is Debug { Message: "now" });

        Sys.EventStream.SetLogLevel(LogLevel.ErrorLevel);
        Sys.Log.Warning("not any more");
        Sys.Log.Error("this");
        Assert.Equal("this", events.ExpectMsg<Error>().Message);
    }

    [Fact]
    public void An_actor_logs_under_its_path()
    {
        var events = Listen();

        var actor = Sys.ActorOf(Props.Create(() => new Talker()), "talker");
        actor.Tell("hello");

        var info = events.ExpectMsg<Info>();
        Assert.Equal((actor.Path.ToString(), typeof(Talker)), (info.LogSource, info.LogClass));
    }

    [Fact]
    public void Dead_letters_are_logged_up_to_the_limit()
    {
        var events = Listen();
        var probe = CreateTestProbe();
        Watch(probe.Ref);
        Sys.Stop(probe.Ref);
        ExpectTerminated(probe.Ref);

        for (var i = 0; i < 4; i++)
        {
            probe.Ref.Tell(i);
        }

        Assert.Contains("Message [Int32]", events.ExpectMsg<Info>().Message!.ToString(), StringComparison.Ordinal);
        Assert.Contains("no more dead letters will be logged in next", events.ExpectMsg<Info>().Message!.ToString(), StringComparison.Ordinal);
        events.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void Unhandled_messages_are_logged_where_asked_for()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Debug));
        Sys.EventStream.SetLogLevel(LogLevel.DebugLevel);

        Sys.ActorOf(Props.Create(() => new Talker())).Tell(42);

        FishForMessage(message => message is Debug { Message: string text } && text.StartsWith("Unhandled message from", StringComparison.Ordinal) && text.EndsWith(": 42", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_logger_that_cannot_be_found_stops_the_start()
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            using var system = ActorSystem.Create("bad-logger", "akka.loggers = [\"No.Such.Logger, Nowhere\"]");
            await system.Terminate();
        });

        Assert.Contains("No.Such.Logger", error.ToString(), StringComparison.Ordinal);
    }

    private Akka.TestKit.TestProbe Listen()
    {
        var probe = CreateTestProbe();
        Sys.EventStream.Publish(new Attach(probe.Ref));
        probe.ExpectMsg("attached");
        return probe;
    }

    private sealed record Attach(IActorRef Target);

    private sealed class Talker : ReceiveActor
    {
        private readonly ILoggingAdapter _log = Context.GetLogger();

        public Talker() => Receive<string>(text => _log.Info("{0}", text));
    }

    private sealed class Collector : ReceiveActor
    {
        private IActorRef _target = ActorRefs.Nobody;

        public Collector()
        {
            Receive<InitializeLogger>(message =>
            {
                message.LoggingBus.Subscribe(Self, typeof(Attach));
                Sender.Tell(new LoggerInitialized());
            });
            Receive<Attach>(message =>
            {
                _target = message.Target;
                _target.Tell("attached");
            });
            Receive<LogEvent>(logEvent => _target.Tell(logEvent));
        }
    }
}
