namespace ScaleMs.Actors.Node.Verbs;

/// <summary>Reports uids on the command line that match no task.</summary>
internal static class UnknownTasks
{
    public static async Task TellAsync(IEnumerable<string> uids)
    {
        foreach (var uid in uids)
        {
            await Console.Error.WriteLineAsync($"scalems: no task has the uid {uid}");
        }
    }
}
