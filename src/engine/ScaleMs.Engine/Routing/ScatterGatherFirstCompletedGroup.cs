using Akka.Actor;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Routing;

/// <summary>Every actor at given paths; the sender gets the first answer.</summary>
public sealed class ScatterGatherFirstCompletedGroup : Group
{
    public ScatterGatherFirstCompletedGroup(Config config)
        : this(config.GetStringList("routees.paths"), config.GetTimeSpan("within"), null) { }

    public ScatterGatherFirstCompletedGroup(TimeSpan within, params string[] paths) : this(paths, within, null) { }

    public ScatterGatherFirstCompletedGroup(IEnumerable<string> paths, TimeSpan within) : this(paths, within, null) { }

    public ScatterGatherFirstCompletedGroup(IEnumerable<string>? paths, TimeSpan within, string? routerDispatcher)
        : base(paths, routerDispatcher)
    {
        Within = within;
    }

    public TimeSpan Within { get; }

    public override IEnumerable<string> GetPaths(ActorSystem system) => InternalPaths;

    public override Router CreateRouter(ActorSystem system) => new(new ScatterGatherFirstCompletedRoutingLogic(Within));

    public ScatterGatherFirstCompletedGroup WithDispatcher(string dispatcher) => new(InternalPaths, Within, dispatcher);

    public override ISurrogate ToSurrogate(ActorSystem system) => new ScatterGatherFirstCompletedGroupSurrogate
    {
        Paths = InternalPaths,
        Within = Within,
        RouterDispatcher = RouterDispatcher,
    };

    public class ScatterGatherFirstCompletedGroupSurrogate : ISurrogate
    {
        public IEnumerable<string>? Paths { get; set; }

        public TimeSpan Within { get; set; }

        public string? RouterDispatcher { get; set; }

        public ISurrogated FromSurrogate(ActorSystem system) => new ScatterGatherFirstCompletedGroup(Paths, Within, RouterDispatcher);
    }
}
