using Akka.Actor;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Routing;

/// <summary>Every message to every actor at given paths.</summary>
public sealed class BroadcastGroup : Group
{
    public BroadcastGroup(Config config) : this(config.GetStringList("routees.paths")) { }

    public BroadcastGroup(params string[] paths) : this(paths, null) { }

    public BroadcastGroup(IEnumerable<string> paths) : this(paths, null) { }

    public BroadcastGroup(IEnumerable<string>? paths, string? routerDispatcher) : base(paths, routerDispatcher) { }

    public override IEnumerable<string> GetPaths(ActorSystem system) => InternalPaths;

    public override Router CreateRouter(ActorSystem system) => new(new BroadcastRoutingLogic());

    public Group WithDispatcher(string dispatcher) => new BroadcastGroup(InternalPaths, dispatcher);

    public override ISurrogate ToSurrogate(ActorSystem system) => new BroadcastGroupSurrogate
    {
        Paths = InternalPaths,
        RouterDispatcher = RouterDispatcher,
    };

    public class BroadcastGroupSurrogate : ISurrogate
    {
        public IEnumerable<string>? Paths { get; set; }

        public string? RouterDispatcher { get; set; }

        public ISurrogated FromSurrogate(ActorSystem system) => new BroadcastGroup(Paths, RouterDispatcher);
    }
}
