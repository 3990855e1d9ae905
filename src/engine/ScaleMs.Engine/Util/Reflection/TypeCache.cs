namespace Akka.Util.Reflection;

public static class TypeCache
{
    /// <summary>The type of that name, or null; names of Akka.NET's assemblies mean the engine's.</summary>
    public static Type? GetType(string typeName) => EngineTypes.Resolve(typeName);
}
