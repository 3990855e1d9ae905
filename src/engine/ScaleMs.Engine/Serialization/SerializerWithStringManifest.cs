using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Util;

namespace Akka.Serialization;

/// <summary>A serializer that names what it wrote by a string of its own, which lets classes be renamed without breaking the wire form.</summary>
public abstract class SerializerWithStringManifest : Serializer
{
    protected SerializerWithStringManifest(ExtendedActorSystem system)
        : base(system)
    {
    }

    public sealed override bool IncludeManifest => true;

    public sealed override object FromBinary(byte[] bytes, Type? type) => FromBinary(bytes, ManifestOf(type));

    public abstract object FromBinary(byte[] bytes, string manifest);

    public abstract string Manifest(object o);

    /// <summary>The manifest of a type of which there is no instance: asked of an empty one where that can be made.</summary>
    private string ManifestOf(Type? type) => type switch
    {
        null => string.Empty,
        { IsAbstract: false, IsArray: false, ContainsGenericParameters: false } when type != typeof(string) =>
            Manifest(RuntimeHelpers.GetUninitializedObject(type)),
        _ => type.TypeQualifiedName(),
    };
}
