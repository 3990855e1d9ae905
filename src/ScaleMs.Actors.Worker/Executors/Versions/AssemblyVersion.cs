using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ScaleMs.Actors.Worker.Executors.Versions;

/// <summary>Name and version of an assembly. The version is the informational one without metadata, else that of its name.</summary>
/// <param name="Name">The assembly's name.</param>
/// <param name="Version">As its author wrote it; not always a version of NuGet.</param>
internal sealed record AssemblyVersion(string Name, string Version)
{
    private const ushort Prolog = 1;

    /// <summary>Of a loaded assembly.</summary>
    public static AssemblyVersion Of(Assembly assembly) => Of(
        assembly.GetName(), assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);

    /// <summary>Of an assembly's file, which is not loaded.</summary>
    /// <exception cref="BadImageFormatException">The file is not an assembly.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static AssemblyVersion Of(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        var assembly = metadata.GetAssemblyDefinition();
        return Of(assembly.GetAssemblyName(), assembly.GetCustomAttributes().Select(attribute => Informational(metadata, attribute)).FirstOrDefault(static text => text is not null));
    }

    private static AssemblyVersion Of(AssemblyName name, string? informational) =>
        new(name.Name!, informational?.Split('+')[0] is { Length: > 0 } version ? version : name.Version?.ToString() ?? "");

    private static string? Informational(MetadataReader metadata, CustomAttributeHandle handle)
    {
        var attribute = metadata.GetCustomAttribute(handle);
        if (attribute.Constructor.Kind != HandleKind.MemberReference
            || metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is not { Kind: HandleKind.TypeReference } type
            || !metadata.StringComparer.Equals(metadata.GetTypeReference((TypeReferenceHandle)type).Name, nameof(AssemblyInformationalVersionAttribute)))
        {
            return null;
        }

        var value = metadata.GetBlobReader(attribute.Value);
        return value.ReadUInt16() == Prolog ? value.ReadSerializedString() : null;
    }
}
