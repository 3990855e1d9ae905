namespace ScaleMs.Actors.Contracts.Lines;

/// <summary>Keys of RADICAL-Pilot's task descriptions that tasks here cannot have, and why.</summary>
internal static class PilotKeys
{
    private static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal)
    {
        ["tags"] = "tasks are placed by their resources and their runtime; give workers a named resource (scalems.worker.resources), and ask for it in \"resources\"",
        ["cleanup"] = "a sandbox is a directory of your own, and is never deleted",
        ["ranks_per_node"] = "all ranks of a task run on one worker, if one has room for them",
        ["threading_type"] = "ranks x cores_per_rank is the number of slots, however they are used",
        ["gpu_type"] = "give workers with that kind of GPU a named resource (scalems.worker.resources), and ask for it in \"resources\"",
        ["pre_exec_sync"] = "each rank begins when its own pre_exec has ended",
        ["pre_launch"] = "there is no launcher; use pre_exec",
        ["post_launch"] = "there is no launcher; use post_exec",
        ["services"] = "there are no service tasks",
        ["slots"] = "the slots of a task are chosen by the worker; use ranks and cores_per_rank",
        ["partition"] = "there is one master, and no partitions",
        ["pilot"] = "there are no pilots; use raptor_id for the master",
    };

    /// <summary>Why a task cannot have the key; null = it is no such key.</summary>
    public static string? Reason(string key) => Reasons.GetValueOrDefault(key);
}
