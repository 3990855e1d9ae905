using System.Reflection;
using System.Reflection.Emit;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Node.Tests.Processes;

/// <summary>A module whose function is rebuilt with a different body, as during development.</summary>
internal static class ChangingModule
{
    /// <summary>A task that calls the function.</summary>
    public const string Task = """{"module": "Changing.Functions", "func": "Value"}""";

    /// <summary>Builds the module so that the function returns the value.</summary>
    public static string Build(TestDirectory directory, int value)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName("Changing"), typeof(object).Assembly);
        var type = assembly.DefineDynamicModule("Changing").DefineType("Changing.Functions", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed);
        var body = type.DefineMethod("Value", MethodAttributes.Public | MethodAttributes.Static, typeof(int), Type.EmptyTypes).GetILGenerator();
        body.Emit(OpCodes.Ldc_I4, value);
        body.Emit(OpCodes.Ret);
        type.CreateType();
        var path = directory.File($"build-{value}.dll");
        assembly.Save(path);
        return path;
    }
}
