using Mono.Cecil;

namespace ScaleMs.Actors.Architecture.Tests;

/// <summary>A folder of a project.</summary>
/// <param name="Project">The project, without the product's name.</param>
/// <param name="Folder">The folder, with dots; empty = the project's own.</param>
internal sealed record Room(string Project, string Folder)
{
    public static Room Of(TypeDefinition type)
    {
        // ScaleMs.Actors.Project.Folder: code keeps to this by an analyzer.
        var parts = type.Namespace.Split('.');
        return new Room(parts[2], string.Join('.', parts[3..]));
    }

    public override string ToString() => Folder.Length == 0 ? Project : $"{Project}.{Folder}";
}
