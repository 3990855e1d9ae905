using System.Text.Json;
using ScaleMs.Actors.Contracts.Files;
using ScaleMs.Actors.Master.Ledger.Effects;
using ScaleMs.Actors.Master.Ledger.Table;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Ledger.Files;

/// <summary>
/// Which files tasks need, and which their records only mention. Called at each step that may change that; a task without files costs a
/// search for a few bytes in its description and in its outcome.
/// </summary>
internal sealed class TaskFiles(LedgerEffects effects)
{
    private readonly Dictionary<string, FileUse> _totals = new(StringComparer.Ordinal);

    /// <summary>The files in use, each with the tasks that use it.</summary>
    public IEnumerable<FileUse> Totals => _totals.Values;

    /// <summary>The task is new, or values have replaced references in its description.</summary>
    public void Described(TaskEntry task)
    {
        var inputs = KeysIn(task.Payload.Span);
        if (inputs.Length > 0 || task.Detail is { Files.Inputs.Length: > 0 })
        {
            Set(task, inputs, task.Detail?.Files?.Outputs ?? []);
        }
    }

    /// <summary>The task has become final, or has another outcome than before.</summary>
    public void Ended(TaskEntry task)
    {
        var outputs = KeysIn(task.Outcome.Span);
        if (outputs.Length > 0 || task.Detail?.Files is not null)
        {
            Set(task, task.Detail?.Files?.Inputs ?? [], outputs);
        }
    }

    /// <summary>The task has run again, and has another outcome.</summary>
    public void Remade(TaskEntry task)
    {
        var files = task.Detail!.Files!;
        files.Earlier.UnionWith(files.Outputs);
        files.RemadeAt = effects.Now;
        Ended(task);
    }

    /// <summary>The task was delivered, is to be delivered again, is needed by others or not any more, or is evicted.</summary>
    public void Changed(TaskEntry task)
    {
        if (task.Detail?.Files is { } files && files.Standing != StandingOf(task))
        {
            Set(task, files.Inputs, files.Outputs);
        }
    }

    private static FileStanding StandingOf(TaskEntry task) =>
        task.Evicted ? FileStanding.None
        : task is { IsFinal: true, Delivered: true, IsPinned: false } ? FileStanding.Mentioned
        : FileStanding.Needed;

    private static string[] KeysIn(ReadOnlySpan<byte> json)
    {
        if (!FileReferences.MayBeIn(json))
        {
            return [];
        }

        try
        {
            return [.. FileReferences.In(json)];
        }
        catch (JsonException)
        {
            // Whoever reads the document says so.
            return [];
        }
    }

    private void Set(TaskEntry task, string[] inputs, string[] outputs)
    {
        var files = task.GetDetail().Files ??= new TaskFileKeys();
        string[] before = [.. files.All];
        var earlier = files.Standing;
        (files.Inputs, files.Outputs, files.Standing) = (inputs, outputs, StandingOf(task));
        var after = files.All.ToHashSet(StringComparer.Ordinal);
        foreach (var key in before)
        {
            Count(key, earlier, after.Remove(key) ? files.Standing : FileStanding.None);
        }

        foreach (var key in after)
        {
            Count(key, FileStanding.None, files.Standing);
        }
    }

    private void Count(string key, FileStanding before, FileStanding after)
    {
        if (before == after)
        {
            return;
        }

        var change = new FileUse(
            key,
            (after == FileStanding.Needed ? 1 : 0) - (before == FileStanding.Needed ? 1 : 0),
            (after == FileStanding.Mentioned ? 1 : 0) - (before == FileStanding.Mentioned ? 1 : 0));
        effects.Use(change);
        var total = _totals.GetValueOrDefault(key);
        total = new FileUse(key, total.Needed + change.Needed, total.Mentioned + change.Mentioned);
        if (total is { Needed: 0, Mentioned: 0 })
        {
            _totals.Remove(key);
        }
        else
        {
            _totals[key] = total;
        }
    }
}
