namespace ScaleMs.Actors.Node.Verbs;

/// <summary>Uids that a verb was given and that no task has.</summary>
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
