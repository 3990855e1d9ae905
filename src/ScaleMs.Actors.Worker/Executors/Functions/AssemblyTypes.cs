using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ScaleMs.Actors.Worker.Executors.Functions;

/// <summary>The public types of an assembly.</summary>
internal static class AssemblyTypes
{
    /// <summary>Full names of a loaded assembly's.</summary>
    public static unsafe IReadOnlyList<string> Of(Assembly assembly) =>
        assembly.TryGetRawMetadata(out var blob, out var length) ? Names(new MetadataReader(blob, length)) : [];

    /// <summary>Full names of those in a file, which is not loaded; as tasks give them: <c>Namespace.Type</c>, <c>Namespace.Type+Nested</c>.</summary>
    /// <exception cref="BadImageFormatException">The file is not an assembly.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<string> Of(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        return Names(file.GetMetadataReader());
    }

    private static IReadOnlyList<string> Names(MetadataReader metadata) =>
        [.. metadata.TypeDefinitions.Select(handle => Name(metadata, metadata.GetTypeDefinition(handle))).OfType<string>()];

    /// <summary>The full name; null = the type is not public.</summary>
    private static string? Name(MetadataReader metadata, TypeDefinition type)
    {
        var name = metadata.GetString(type.Name);
        switch (type.Attributes & TypeAttributes.VisibilityMask)
        {
            case TypeAttributes.Public:
                var space = metadata.GetString(type.Namespace);
                return space.Length > 0 ? $"{space}.{name}" : name;
            case TypeAttributes.NestedPublic:
                return Name(metadata, metadata.GetTypeDefinition(type.GetDeclaringType())) is { } outer ? $"{outer}+{name}" : null;
            default:
                return null;
        }
    }
}
