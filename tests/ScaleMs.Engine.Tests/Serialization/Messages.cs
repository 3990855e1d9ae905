using System.Text;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace ScaleMs.Engine.Tests.Serialization;

public interface IMarked;

public sealed class Plain : IMarked;

public class Special : IMarked;

public sealed class MoreSpecial : Special;

public sealed class Unbound;

public sealed class Orphan;

public sealed record Text(string Body);

public sealed class Idle : UntypedActor
{
    protected override void OnReceive(object message) => Unhandled(message);
}

public abstract class MakingSerializer(ExtendedActorSystem system) : Serializer(system)
{
    public override bool IncludeManifest => true;

    public override byte[] ToBinary(object obj) => [];

    public override object FromBinary(byte[] bytes, Type? type) => Activator.CreateInstance(type!)!;
}

public sealed class FirstSerializer(ExtendedActorSystem system) : MakingSerializer(system);

public sealed class NamelessSerializer(ExtendedActorSystem system) : MakingSerializer(system);

public sealed class NamedSerializer(ExtendedActorSystem system, int identifier) : MakingSerializer(system)
{
    public override int Identifier => identifier;
}

public sealed class SecondSerializer : MakingSerializer
{
    public SecondSerializer(ExtendedActorSystem system)
        : base(system)
    {
    }

    public SecondSerializer(ExtendedActorSystem system, Config config)
        : base(system) => Greeting = config.GetString("greeting");

    public string? Greeting { get; }

    public override int Identifier => 1002;

    public override bool IncludeManifest => false;
}

public sealed class TextSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    public override int Identifier => 1004;

    public override string Manifest(object o) => "T";

    public override byte[] ToBinary(object obj) => Encoding.UTF8.GetBytes(((Text)obj).Body);

    public override object FromBinary(byte[] bytes, string manifest) => manifest == "T"
        ? new Text(Encoding.UTF8.GetString(bytes))
        : throw new ArgumentException($"Manifest [{manifest}] is not of {nameof(TextSerializer)}.", nameof(manifest));
}

public sealed class AddressSerializer(ExtendedActorSystem system) : MakingSerializer(system)
{
    public override int Identifier => 1005;

    public override byte[] ToBinary(object obj) =>
        Encoding.UTF8.GetBytes(Akka.Serialization.Serialization.GetCurrentTransportInformation().Address!.ToString());
}

public sealed class BrokenSerializer : MakingSerializer
{
    public BrokenSerializer(ExtendedActorSystem system)
        : base(system) => throw new InvalidOperationException("no luck");
}
