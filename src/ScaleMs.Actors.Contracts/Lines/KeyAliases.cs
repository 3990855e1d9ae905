using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Text;

namespace ScaleMs.Actors.Contracts.Lines;

/// <summary>Finds the intended key for an unknown one.</summary>
internal static class KeyAliases
{
    /// <summary>Other programs' names and obvious guesses for keys, too far from the key for the edit distance.</summary>
    private static readonly Dictionary<string, string[]> Aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["func"] = ["function"],
        ["function"] = ["func"],
        ["fn"] = ["function", "func"],
        ["callable"] = ["function", "func"],
        ["method"] = ["function", "func"],
        ["cmd"] = ["command"],
        ["shell"] = ["command"],
        ["exe"] = ["executable"],
        ["exec"] = ["executable"],
        ["program"] = ["executable"],
        ["env"] = ["environment"],
        ["cwd"] = ["sandbox"],
        ["workdir"] = ["sandbox"],
        ["working_directory"] = ["sandbox"],
        ["args"] = ["arguments"],
        ["argv"] = ["arguments", "args"],
        ["arguments"] = ["args"],
        ["params"] = ["args"],
        ["parameters"] = ["args"],
        ["keywords"] = ["kwargs"],
        ["id"] = ["uid", "name"],
        ["after"] = ["depends_on"],
        ["needs"] = ["depends_on"],
        ["dependencies"] = ["depends_on"],
        ["retries"] = ["max_retries"],
        ["walltime"] = ["timeout"],
        ["time_limit"] = ["timeout"],
        ["processes"] = ["ranks"],
        ["cpus"] = ["cores_per_rank"],
        ["cores"] = ["cores_per_rank"],
        ["gpus"] = ["gpus_per_rank"],
        ["tasks"] = ["items"],
        ["nodes"] = ["items"],
        ["links"] = ["edges"],
    };

    /// <summary>The intended key; null = none is close.</summary>
    /// <param name="key">The unknown key.</param>
    /// <param name="type">Full name of the type that does not have it.</param>
    public static string? Of(string key, string type)
    {
        var known = JsonKeys.Beside(type).ToHashSet(StringComparer.Ordinal);
        return Aliases.GetValueOrDefault(key)?.FirstOrDefault(known.Contains) ?? NearestName.Near(key, known);
    }

    /// <summary>Whether only a description has the key, and a work item does not.</summary>
    public static bool NeedsMode(string key, string type) =>
        type == typeof(WorkItem).FullName && Aliases.GetValueOrDefault(key)?.Any(JsonKeys.IsOfWorkItem) != true && JsonKeys.NeedsMode(key);
}
