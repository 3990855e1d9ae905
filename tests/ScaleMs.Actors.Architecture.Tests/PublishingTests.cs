using System.Xml.Linq;
using Mono.Cecil;

namespace ScaleMs.Actors.Architecture.Tests;

/// <summary>What the published file leaves out of ASP.NET Core.</summary>
public sealed class PublishingTests
{
    private static readonly string Framework = Path.Combine(
        Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "Microsoft.AspNetCore.App", Environment.Version.ToString());

    [Fact]
    public void What_the_published_file_leaves_out_is_not_referred_to()
    {
        var project = XDocument.Load(Path.Combine(House.Root, "src/ScaleMs.Actors.Node/ScaleMs.Actors.Node.csproj"));
        string[] leftOut = [.. project.Descendants("UnusedFrameworkAssembly").Single().Attribute("Include")!.Value.Split(';').Select(static name => name.Trim()[..^".dll".Length])];
        var used = Used();

        Assert.All(leftOut, static name => Assert.True(File.Exists(InFramework(name)), $"{name} is not in ASP.NET Core"));
        Assert.Contains("Microsoft.AspNetCore.Server.Kestrel.Core", used);
        Assert.Empty(leftOut.Intersect(used));
    }

    /// <summary>All that the product's assemblies and the packages beside them refer to, directly or not.</summary>
    private static HashSet<string> Used()
    {
        var beside = Directory.GetFiles(AppContext.BaseDirectory, "*.dll").ToDictionary(static file => Path.GetFileNameWithoutExtension(file));
        HashSet<string> used = [];
        var next = new Queue<string>(beside.Keys.Where(static name => !name.EndsWith(".Tests", StringComparison.Ordinal)));
        while (next.TryDequeue(out var name))
        {
            if (used.Add(name) && (beside.GetValueOrDefault(name) ?? InFramework(name)) is var file && File.Exists(file))
            {
                using var module = ModuleDefinition.ReadModule(file);
                foreach (var reference in module.AssemblyReferences)
                {
                    next.Enqueue(reference.Name);
                }
            }
        }

        return used;
    }

    private static string InFramework(string name) => Path.Combine(Framework, $"{name}.dll");
}
