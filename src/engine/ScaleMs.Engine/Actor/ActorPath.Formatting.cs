using System.Globalization;
using System.Text;

namespace Akka.Actor;

public abstract partial class ActorPath
{
    /// <summary>Joins names into <c>/a/b</c>.</summary>
    public static string FormatPathElements(IEnumerable<string> pathElements) => "/" + string.Join('/', pathElements);

    /// <summary>The path with its address and without its uid.</summary>
    public override string ToString() => ToStringWithAddress();

    /// <summary>The path with its address and without its uid.</summary>
    public string ToStringWithAddress() => Format(Address.ToString(), withUid: false);

    /// <summary>The path with its own address when that has a host, else with the given one.</summary>
    public string ToStringWithAddress(Address address) => Format(EffectiveAddress(address).ToString(), withUid: false);

    /// <summary>The path from the root, without its address.</summary>
    public string ToStringWithoutAddress() => Format("", withUid: false);

    /// <summary>The path with its address and its uid.</summary>
    public string ToStringWithUid() => Format(Address.ToString(), withUid: true);

    /// <summary>The path with its address and its uid, as it is written into messages.</summary>
    public string ToSerializationFormat() => Format(Address.ToString(), withUid: true);

    /// <summary>The path with its uid and its own address when that has a host, else with the given one.</summary>
    public string ToSerializationFormatWithAddress(Address address) => Format(EffectiveAddress(address).ToString(), withUid: true);

    private Address EffectiveAddress(Address given) =>
        Address is { Host: not null, Port: not null } || IgnoreActorRef.IsIgnoreRefPath(this) ? Address : given;

    private string Format(string prefix, bool withUid)
    {
        if (_parent is null)
        {
            return prefix + "/" + Name;
        }

        var text = new StringBuilder(prefix);
        AppendElements(this, text);
        if (withUid && Uid != ActorCell.UndefinedUid)
        {
            text.Append(CultureInfo.InvariantCulture, $"#{Uid}");
        }

        return text.ToString();
    }

    private static void AppendElements(ActorPath path, StringBuilder text)
    {
        if (path._parent is { } parent)
        {
            AppendElements(parent, text);
            text.Append('/').Append(path.Name);
        }
    }
}
