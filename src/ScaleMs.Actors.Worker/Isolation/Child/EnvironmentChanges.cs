using System.Reflection;
using System.Reflection.Metadata;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace ScaleMs.Actors.Worker.Isolation.Child;

/// <summary>
/// Detects whether any code in this process can change its environment. The runtime does not report changes, and comparing all
/// variables takes many times as long as a short function; but code that calls, or finds by name, the one method for it has that
/// name in its metadata.
/// </summary>
internal sealed class EnvironmentChanges
{
    private const string Method = nameof(Environment.SetEnvironmentVariable);

    private static readonly string? Framework = Directory(typeof(object).Assembly);
    private static readonly string? Product = Directory(typeof(EnvironmentChanges).Assembly);
    private volatile bool _possible;

    public EnvironmentChanges()
    {
        AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) => Look(loaded.LoadedAssembly);
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            Look(assembly);
        }
    }

    /// <summary>Whether this task or an earlier one may have changed the environment.</summary>
    /// <param name="payload">The task's payload; it may call that method itself.</param>
    public bool Possible(ReadOnlySpan<byte> payload) => _possible || payload.IndexOf("SetEnvironmentVariable"u8) >= 0;

    private unsafe void Look(Assembly assembly)
    {
        // No other method of the base library changes it. What the product changes for a task it restores; the user's assemblies are in contexts
        // of their own, wherever their files are.
        if (_possible || (!assembly.IsDynamic && (Directory(assembly) == Framework || IsOfProduct(assembly))))
        {
            return;
        }

        // Code generated at run time has no metadata to search. In metadata, names are UTF-8 and string literals UTF-16.
        _possible = !assembly.TryGetRawMetadata(out var blob, out var length)
            || new ReadOnlySpan<byte>(blob, length).IndexOf("SetEnvironmentVariable"u8) >= 0
            || new ReadOnlySpan<byte>(blob, length).IndexOf(MemoryMarshal.AsBytes(Method.AsSpan())) >= 0;
    }

    private static bool IsOfProduct(Assembly assembly) =>
        AssemblyLoadContext.GetLoadContext(assembly) == AssemblyLoadContext.Default && Directory(assembly) == Product;

#pragma warning disable IL3000 // Empty in a single-file program, which includes the base library.
    private static string? Directory(Assembly assembly) => Path.GetDirectoryName(assembly.Location);
#pragma warning restore IL3000
}
