using System.Reflection;
using System.Reflection.Metadata;
using System.Runtime.InteropServices;

namespace ScaleMs.Actors.Worker.Isolation.Child;

/// <summary>
/// Knows whether any code in this process can change its environment. The runtime does not say when that happens, and comparing all
/// variables takes many times as long as a short function; but whatever calls, or finds by name, the one method that does it has that
/// name in its metadata.
/// </summary>
internal sealed class EnvironmentChanges
{
    private const string Method = nameof(Environment.SetEnvironmentVariable);

    private static readonly string? Framework = Directory(typeof(object).Assembly);
    private volatile bool _possible;

    public EnvironmentChanges()
    {
        AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) => Look(loaded.LoadedAssembly);
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            Look(assembly);
        }
    }

    /// <summary>Whether this task may have changed it, or any before.</summary>
    /// <param name="payload">What the task calls, which may be that method itself.</param>
    public bool Possible(ReadOnlySpan<byte> payload) => _possible || payload.IndexOf("SetEnvironmentVariable"u8) >= 0;

    private unsafe void Look(Assembly assembly)
    {
        // This one puts back what it changes; of the base library no other method changes it.
        if (_possible || assembly == typeof(EnvironmentChanges).Assembly || (!assembly.IsDynamic && Directory(assembly) == Framework))
        {
            return;
        }

        // Code that is made at run time has no metadata to look at. Names are UTF-8 there, texts of the program UTF-16.
        _possible = !assembly.TryGetRawMetadata(out var blob, out var length)
            || new ReadOnlySpan<byte>(blob, length).IndexOf("SetEnvironmentVariable"u8) >= 0
            || new ReadOnlySpan<byte>(blob, length).IndexOf(MemoryMarshal.AsBytes(Method.AsSpan())) >= 0;
    }

#pragma warning disable IL3000 // Empty in a single file, in which the base library is too.
    private static string? Directory(Assembly assembly) => Path.GetDirectoryName(assembly.Location);
#pragma warning restore IL3000
}
