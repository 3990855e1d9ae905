using Akka.Actor;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Routing;

/// <summary>Any of the actors at given paths.</summary>
public sealed class RandomGroup : Group
{
    public RandomGroup(Config config) : this(config.GetStringList("routees.paths")) { }

    public RandomGroup(params string[] paths) : this(paths, null) { }

    public RandomGroup(IEnumerable<string> paths) : this(paths, null) { }

    public RandomGroup(IEnumerable<string>? paths, string? routerDispatcher) : base(paths, routerDispatcher) { }

    public override IEnumerable<string> GetPaths(ActorSystem system) => InternalPaths;

    public override Router CreateRouter(ActorSystem system) => new(new RandomLogic());

    public RandomGroup WithDispatcher(string dispatcher) => new RandomGroup(InternalPaths, dispatcher);

    public override ISurrogate ToSurrogate(ActorSystem system) => new RandomGroupSurrogate
    {
        Paths = InternalPaths,
        RouterDispatcher = RouterDispatcher,
    };

    public class RandomGroupSurrogate : ISurrogate
    {
        public IEnumerable<string>? Paths { get; set; }

        public string? RouterDispatcher { get; set; }

        public ISurrogated FromSurrogate(ActorSystem system) => new RandomGroup(Paths, RouterDispatcher);
    }
}
