using System.Collections.Immutable;
using Akka.Util;

namespace Akka.Actor.Setup;

/// <summary>What an actor system is made of besides its configuration: at most one part of a class.</summary>
public sealed class ActorSystemSetup
{
    /// <summary>Nothing.</summary>
    public static readonly ActorSystemSetup Empty = new(ImmutableDictionary<Type, Setup>.Empty);

    private readonly ImmutableDictionary<Type, Setup> _setups;

    private ActorSystemSetup(ImmutableDictionary<Type, Setup> setups) => _setups = setups;

    /// <summary>Of some parts.</summary>
    public static ActorSystemSetup Create(params Setup[] setup)
    {
        var all = ImmutableDictionary<Type, Setup>.Empty;
        foreach (var one in setup)
        {
            all = all.SetItem(one.GetType(), one);
        }

        return new ActorSystemSetup(all);
    }

    /// <summary>The part of a class.</summary>
    public Option<T> Get<T>()
        where T : Setup => _setups.TryGetValue(typeof(T), out var setup) ? new Option<T>((T)setup) : Option<T>.None;

    /// <summary>This with another part.</summary>
    public ActorSystemSetup WithSetup<T>(T setup)
        where T : Setup => new(_setups.SetItem(setup.GetType(), setup));

    /// <summary>This with another part.</summary>
    public ActorSystemSetup And<T>(T setup)
        where T : Setup => WithSetup(setup);

    /// <inheritdoc/>
    public override string ToString() => $"ActorSystemSetup({string.Join(',', _setups.Keys.Select(type => type.FullName))})";
}
