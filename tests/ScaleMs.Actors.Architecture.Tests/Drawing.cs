using System.Globalization;
using System.Text;

namespace ScaleMs.Actors.Architecture.Tests;

/// <summary>The dependencies of projects and folders as a page of Markdown with Mermaid diagrams.</summary>
internal static class Drawing
{
    public static string Of(House house)
    {
        var page = new StringBuilder(
            """
            # Dependencies

            Drawn from the compiled code by `dotnet run build.cs -- draw`; a test compares the page with the code. An arrow leads from what uses to
            what is used. The number at an arrow counts pairs of types. There is no circle between projects, nor between the folders of one.

            ## Projects
            ```mermaid
            graph TD

            """);
        foreach (var project in house.Projects)
        {
            foreach (var used in Direct(project, house.UsedBy))
            {
                page.Append(CultureInfo.InvariantCulture, $"  {project} --> {used}\n");
            }
        }

        page.Append("```\nArrows that follow from others are left out: a project that uses Connection also uses Contracts.\n");
        foreach (var project in house.Projects)
        {
            var uses = house.Uses
                .Where(use => use.Key.From.Project == project && use.Key.To.Project == project)
                .OrderBy(static use => use.Key.From.Folder, StringComparer.Ordinal).ThenBy(static use => use.Key.To.Folder, StringComparer.Ordinal).ToList();
            if (uses.Count == 0)
            {
                continue;
            }

            page.Append(CultureInfo.InvariantCulture, $"\n## {project}\n```mermaid\ngraph TD\n");
            foreach (var (use, count) in uses)
            {
                page.Append(CultureInfo.InvariantCulture, $"  {Node(use.From)} -- {count} --> {Node(use.To)}\n");
            }

            page.Append("```\n");
        }

        return page.ToString();
    }

    // What is reached through another one is left out.
    private static IEnumerable<string> Direct(string project, Func<string, IEnumerable<string>> usedBy)
    {
        var used = usedBy(project).ToList();
        return used.Where(one => !used.Any(other => other != one && usedBy(other).Contains(one)));
    }

    private static string Node(Room room) => room.Folder.Length == 0
        ? $"root[\"{room.Project}\"]"
        : $"{room.Folder.Replace('.', '_')}[\"{room.Folder.Replace('.', '/')}\"]";
}
