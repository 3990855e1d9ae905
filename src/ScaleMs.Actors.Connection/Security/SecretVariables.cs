namespace ScaleMs.Actors.Connection.Security;

/// <summary>
/// A node's secrets in its environment, such as <c>SCALEMS_TLS_PASSWORD</c>. Tasks must not see them.
/// </summary>
public static class SecretVariables
{
    private const string Prefix = "SCALEMS_";

    private static readonly string[] Endings = ["PASSWORD", "SECRET", "TOKEN"];

    /// <summary>Whether a variable of that name holds a secret of a node.</summary>
    public static bool Has(string name) =>
        name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && Endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Removes them from this process's environment, and so from functions that run in it and from every process it starts. To be called
    /// after the configuration was read and before tasks run. A process that re-executes its own program has them again.
    /// </summary>
    public static void Forget()
    {
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(Has).ToArray())
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }
}
