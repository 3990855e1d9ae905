using Akka.Actor;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Routing;

/// <summary>One actor at given paths after another, until one answers.</summary>
public sealed class TailChoppingGroup : Group
{
    public TailChoppingGroup(Config config)
        : this(config.GetStringList("routees.paths"), config.GetTimeSpan("within"), config.GetTimeSpan("tail-chopping-router.interval"), null) { }

    public TailChoppingGroup(IEnumerable<string> routeePaths, TimeSpan within, TimeSpan interval) : this(routeePaths, within, interval, null) { }

    public TailChoppingGroup(IEnumerable<string>? routeePaths, TimeSpan within, TimeSpan interval, string? routerDispatcher)
        : base(routeePaths, routerDispatcher)
    {
        Within = within;
        Interval = interval;
    }

    public TimeSpan Within { get; }

    public TimeSpan Interval { get; }

    public override IEnumerable<string> GetPaths(ActorSystem system) => InternalPaths;

    public override Router CreateRouter(ActorSystem system) => new(new TailChopping(system.Scheduler, Within, Interval));

    public TailChoppingGroup WithDispatcher(string dispatcher) => new(InternalPaths, Within, Interval, dispatcher);

    public override ISurrogate ToSurrogate(ActorSystem system) => new TailChoppingGroupSurrogate
    {
        Paths = InternalPaths,
        Within = Within,
        Interval = Interval,
        RouterDispatcher = RouterDispatcher,
    };

    public class TailChoppingGroupSurrogate : ISurrogate
    {
        public IEnumerable<string>? Paths { get; set; }

        public TimeSpan Within { get; set; }

        public TimeSpan Interval { get; set; }

        public string? RouterDispatcher { get; set; }

        public ISurrogated FromSurrogate(ActorSystem system) => new TailChoppingGroup(Paths, Within, Interval, RouterDispatcher);
    }
}
