namespace ScaleMs.Actors.Connection.Security;

/// <summary>
/// Secrets of a node in its environment, such as <c>SCALEMS_TLS_PASSWORD</c>. They are the node's and not its tasks'.
/// </summary>
public static class SecretVariables
{
    private const string Prefix = "SCALEMS_";

    private static readonly string[] Endings = ["PASSWORD", "SECRET", "TOKEN"];

    /// <summary>Whether a variable of that name holds a secret of a node.</summary>
    public static bool Has(string name) =>
        name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && Endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Takes them out of this process's environment, for functions that run in it and for every process that it starts. To be called
    /// before tasks run and after the configuration was read. A process that executes its own program anew has them again.
    /// </summary>
    public static void Forget()
    {
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(Has).ToArray())
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }
}
