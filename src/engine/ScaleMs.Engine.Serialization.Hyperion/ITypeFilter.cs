namespace Hyperion;

/// <summary>Decides which types a payload may name, before the type is loaded.</summary>
public interface ITypeFilter
{
    /// <param name="typeName">
    /// Namespace, name and short assembly name: <c>Ns.Outer+Inner, Assembly</c>, with generic arguments as
    /// <c>Ns.Def`1[[Ns.Arg, Assembly]], Assembly</c> and <c>,%core%</c> in the place of the core library's name.
    /// </param>
    bool IsAllowed(string typeName);
}
