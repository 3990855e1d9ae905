using Akka.Actor;
using Akka.Configuration;
using Akka.Remote.Serialization;
using Akka.Serialization;

namespace ScaleMs.Actors.Connection.Serialization;

/// <summary>
/// Replaces <c>akka-misc</c>, which creates the exception in a <see cref="Status.Failure"/> from any type named in the message. Here it
/// arrives as a <see cref="RemoteFailureException"/>; everything else is unchanged.
/// </summary>
public sealed class CheckedMiscSerializer : SerializerWithStringManifest
{
    private const string Failure = "STF";

    // Created lazily: in a system without remoting its identifier is not configured.
    private readonly Lazy<MiscMessageSerializer> _misc;

    public CheckedMiscSerializer(ExtendedActorSystem system)
        : base(system) => _misc = new(() => new MiscMessageSerializer(system));

    public CheckedMiscSerializer(ExtendedActorSystem system, Config config)
        : this(system) => _ = config;

    /// <summary>The identifier of <c>akka-misc</c>.</summary>
    public override int Identifier => 16;

    public override string Manifest(object o) => _misc.Value.Manifest(o);

    public override byte[] ToBinary(object obj) => obj is Status.Failure failure
        ? FailureFields.Replace(_misc.Value.ToBinary(new Status.Failure(null, failure.State)), failure.Cause)
        : _misc.Value.ToBinary(obj);

    public override object FromBinary(byte[] bytes, string manifest)
    {
        if (manifest != Failure)
        {
            return _misc.Value.FromBinary(bytes, manifest);
        }

        var rest = (Status.Failure)_misc.Value.FromBinary(FailureFields.Replace(bytes, null), manifest);
        return new Status.Failure(FailureFields.Cause(bytes), rest.State);
    }
}
