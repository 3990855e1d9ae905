using Akka.Actor;

namespace Akka.TestKit.Internal.StringMatcher;

/// <summary>Matches a log source by its full text or, for an actor, by its path with or without the address.</summary>
public class EqualsStringAndPathMatcher(string path, bool canBeRelative = true) : IStringMatcher
{
    private readonly string _path = path;

    public bool IsMatch(string path)
    {
        if (string.Equals(_path, path, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (!canBeRelative || !ActorPath.TryParse(path, out var actorPath))
        {
            return false;
        }

        var relative = actorPath.ToStringWithoutAddress();
        return string.Equals(_path, relative, StringComparison.OrdinalIgnoreCase)
            || string.Equals($"/{_path}", relative, StringComparison.OrdinalIgnoreCase);
    }

    public override string ToString() => $"== \"{_path}\"";
}
