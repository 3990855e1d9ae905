using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Tests.Ledger;

/// <summary>The ledger's behaviour, as simply as possible: lists, no indexes, every rule applied until nothing changes.</summary>
internal sealed class NaiveLedger(int maxAttempts)
{
    private readonly List<Item> _items = [];

    public IReadOnlyList<Item> Items => _items;

    public void Submit(int content, int priority, int[] after)
    {
        var item = new Item(content, priority, [.. after.Select(index => _items[index])]);
        item.Primary = _items.Find(other =>
            other.IsLike(item) && !other.IsToEnd && other.Primary is null && other.State is not (TaskState.Failed or TaskState.Canceled));
        _items.Add(item);
        Settle();
    }

    public void Finish(int index, TaskState state)
    {
        var item = _items[index];
        if (item.IsRunnable)
        {
            if (state != TaskState.Failed || !TryAgain(item))
            {
                item.State = state;
            }

            Settle();
        }
    }

    /// <summary>The worker is lost while it runs the task.</summary>
    public void Lose(int index)
    {
        var item = _items[index];
        if (item.IsRunnable)
        {
            item.Losses++;
            if (item.MaxRetries is null ? item.Losses >= maxAttempts : !TryAgain(item))
            {
                item.State = TaskState.Failed;
            }

            Settle();
        }
    }

    /// <summary>The pauses before further attempts are over; a restarted master has none.</summary>
    public void EndPauses()
    {
        foreach (var item in _items.Where(static item => item is { IsPausing: true, State: TaskState.Waiting }))
        {
            (item.IsPausing, item.State) = (false, TaskState.Scheduled);
        }

        Settle();
    }

    private static bool TryAgain(Item item)
    {
        if (item.MaxRetries is not { } most || item.Retries >= most)
        {
            return false;
        }

        item.Retries++;
        item.IsPausing = item.Pauses;
        item.State = item.Pauses ? TaskState.Waiting : TaskState.Scheduled;
        return true;
    }

    public void Cancel(params int[] indices)
    {
        foreach (var item in indices.Select(index => _items[index]).Where(static item => !item.State.IsFinal()))
        {
            item.IsToEnd = true;
        }

        Settle();
    }

    private void Settle()
    {
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var item in _items.Where(static item => !item.State.IsFinal()))
            {
                var (state, primary) = (item.State, item.Primary);
                Apply(item);
                changed |= state != item.State || primary != item.Primary;
            }
        }
    }

    private void Apply(Item item)
    {
        if (item.IsToEnd)
        {
            item.State = TaskState.Canceled;
        }
        else if (item.Primary is { } primary)
        {
            if (primary.IsToEnd && primary.State.IsFinal())
            {
                // The first of the remaining ones takes its place.
                var successor = _items.Find(other => other.Primary == primary && !other.State.IsFinal() && !other.IsToEnd)!;
                foreach (var other in _items.Where(other => other.Primary == primary && !other.State.IsFinal()))
                {
                    other.Primary = other == successor ? null : successor;
                }

                successor.State = TaskState.New;
            }
            else
            {
                item.State = primary.State.IsFinal() ? primary.State : TaskState.Scheduled;
            }
        }
        else if (item is { State: TaskState.New or TaskState.Waiting, IsPausing: false })
        {
            item.State = item.After.Exists(static other => other.State is TaskState.Failed or TaskState.Canceled) ? TaskState.Failed
                : item.After.TrueForAll(static other => other.State == TaskState.Done) ? TaskState.Scheduled
                : TaskState.Waiting;
        }
    }

    internal sealed class Item(int content, int priority, List<Item> after)
    {
        public int Content { get; } = content;

        public int Priority { get; } = priority;

        /// <summary>For any cause; null = for the loss of a worker only.</summary>
        public int? MaxRetries { get; } = MaxRetriesOf(content);

        public bool Pauses { get; } = PausesOf(content);

        public int Retries { get; set; }

        public bool IsPausing { get; set; }

        public List<Item> After { get; } = after;

        public TaskState State { get; set; } = TaskState.New;

        public Item? Primary { get; set; }

        public bool IsToEnd { get; set; }

        public int Losses { get; set; }

        public bool IsRunnable => State is TaskState.Scheduled && Primary is null;

        public static int? MaxRetriesOf(int content) => content % 2 == 0 ? 1 : null;

        public static bool PausesOf(int content) => content == 4;

        public bool IsLike(Item other) => Content == other.Content && After.Select(static item => item.Content).SequenceEqual(other.After.Select(static item => item.Content))
            && After.Zip(other.After).All(static pair => pair.First.IsLike(pair.Second));
    }
}
