using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.Master.Pool;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Master.Tests.Pool;

/// <summary>Tasks that need more of a worker than slots.</summary>
public sealed class PackingTests : PoolBench
{
    private const int Half = TaskResources.Unit / 2;
    private const int Whole = TaskResources.Unit;

    private static readonly Gen<TaskResources?> Resources = Gen.OneOf(
        Gen.Constant<TaskResources?>(null),
        from gpus in Gen.Elements(0, 0, 1_000, 3_333, Half, Whole, 2 * Whole)
        from cores in Gen.Choose(0, 2)
        from memory in Gen.Choose(0, 60)
        from storage in Gen.Choose(0, 20)
        from licences in Gen.Choose(0, 2)
        select (TaskResources?)new TaskResources
        {
            Gpus = gpus,
            Cores = cores,
            Memory = memory,
            Storage = storage,
            Named = licences == 0 ? [] : [new NamedAmount("licence", licences * Whole)],
        });

    private static readonly Gen<WorkerResources> Offers =
        from gpus in Gen.Choose(0, 4)
        from cores in Gen.Choose(0, 8)
        from memory in Gen.Choose(0, 100)
        from licences in Gen.Choose(0, 2)
        select Offer(gpus, memory, licences) with { Cores = cores, Storage = memory };

    private static readonly Gen<(WorkerResources[] Workers, (TaskResources? Resources, int Ranks, int Slots)[] Tasks, int Seed)> Worlds =
        from workers in Offers.NonEmptyListOf()
        from tasks in (from resources in Resources
                       from ranks in Gen.Elements(1, 1, 1, 2, 3)
                       from slots in Gen.Choose(1, 2)
                       select (resources, ranks, slots)).ArrayOf()
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select (workers.Take(3).ToArray(), tasks, seed);

    [Fact]
    public void Whatever_comes_nothing_is_given_twice_and_all_that_can_run_does() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(80),
        Prop.ForAll(Worlds.ToArbitrary(), static world =>
        {
            var (workers, tasks, seed) = world;
            var pool = new PoolState(minWorkers: 0);
            var nodes = workers.Select((offer, i) => NodeIn(pool, $"node-{i}", 4, offer)).ToList();
            foreach (var (index, (resources, ranks, slots)) in tasks.Index())
            {
                pool.Enqueue(new TaskAttempt(new TaskSpec(Task(index, resources, ranks, slots)), 1));
            }

            var left = tasks.Length - pool.TakeUnschedulable().Count;
            var random = new Random(seed);
            while (left > 0)
            {
                pool.Assign();
                foreach (var node in nodes)
                {
                    AssertNotOversubscribed(node, pool);
                }

                var running = nodes.SelectMany(node => pool.FlightsAt(node).Select(flight => (Node: node, Flight: flight))).ToList();
                Assert.NotEmpty(running);
                var (at, ended) = running[random.Next(running.Count)];
                left -= End(pool, at, ended) ? 1 : 0;
            }

            // All is free again.
            Assert.All(nodes, static node => Assert.Equal("", node.Resources.InUse()));
        }));

    [Fact]
    public void What_is_refused_would_not_have_fitted_anywhere() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1_000),
        Prop.ForAll(Offers.ToArbitrary(), Resources.ArrayOf().ToArbitrary(), static (offer, wanted) =>
        {
            var node = new NodeResources(offer);
            var held = new List<Holding>();
            foreach (var resources in wanted.OfType<TaskResources>())
            {
                var fits = node.RanksNow(resources);
                var expected = Brute(offer, held, resources);
                Assert.Equal(expected, Math.Min(fits, 1_000));
                if (fits > 0 && node.Take(resources, 1) is { Resources: not null } taken)
                {
                    held.Add(taken);
                }
            }
        }));

    [Fact]
    public void A_share_goes_to_the_GPU_with_the_smallest_rest_so_that_whole_ones_stay_free()
    {
        var node = Node("gpus", Offer(gpus: 3));
        Enqueue(Task(0, Gpus(Half)), Task(1, Gpus(Half)), Task(2, Gpus(2 * Whole)));

        Pool.Assign();

        Assert.Equal([[0], [0], [1, 2]], node.Outbox.Select(static assignment => assignment.ToRow().Gpus.ToArray()));
    }

    [Fact]
    public void Tasks_that_need_no_GPU_pass_those_that_wait_for_one_without_holding_them_up()
    {
        var node = Node("gpu", Offer(gpus: 1), slots: 4);
        Enqueue(Task(0, Gpus(Whole)), Task(1, Gpus(Whole)));
        Pool.Assign();
        Assert.Equal([0], Taken(node));

        // Far more than may pass a task that waits for slots.
        for (var i = 10; i < 200; i++)
        {
            Enqueue(i);
            Pool.Assign(node);
            Assert.Equal([i], Taken(node));
            Finish(node, i);
        }

        Finish(node, 0);
        Pool.Assign(node);
        Assert.Equal([1], Taken(node));
    }

    [Fact]
    public void A_whole_GPU_is_not_kept_from_a_task_for_ever_by_shares_of_it()
    {
        var node = Node("gpu", Offer(gpus: 1), slots: 4);
        Enqueue(Task(0, Gpus(Half)), Task(1, Gpus(Half)), Task(2, Gpus(Whole)));
        Pool.Assign();
        var running = Taken(node);
        var next = 10;
        for (var rounds = 0; !running.Contains(2); rounds++)
        {
            Assert.InRange(rounds, 0, 100);
            Enqueue(Task(next++, Gpus(Half)));
            Finish(node, running[0]);
            running.RemoveAt(0);
            Pool.Assign(node);
            running.AddRange(Taken(node));
        }

        Assert.Equal([2], running);
    }

    [Fact]
    public void Ranks_go_to_several_workers_when_none_has_enough_GPUs()
    {
        var (first, second) = (Node("first", Offer(gpus: 2)), Node("second", Offer(gpus: 1)));
        Enqueue(Task(0, Gpus(Whole), ranks: 3));

        Pool.Assign();

        Assert.Equal([0, 1], Assert.Single(first.Outbox).ToRow().Gpus.ToArray());
        Assert.Equal([0], Assert.Single(second.Outbox).ToRow().Gpus.ToArray());
    }

    [Theory]
    [InlineData(2 * Whole, 0, 0, 1, "the task needs 2 GPUs on one worker; the largest of 2 workers has 1 GPU")]
    [InlineData(0, 300L << 20, 0, 1, "the task needs 300 MiB of memory on one worker; the largest of 2 workers has 200 MiB of memory")]
    [InlineData(0, 0, 3, 1, "the task needs 3 of 'licence' on one worker; the largest of 2 workers has 1 of 'licence'")]
    [InlineData(Whole, 150L << 20, 0, 1, "the task needs 1 GPU, 150 MiB of memory on one worker; no one of 2 workers has all of it")]
    [InlineData(Whole, 0, 0, 2, "the task needs 2 ranks with 1 GPU each; all of 2 workers together have room for 1")]
    public void A_request_that_no_worker_can_meet_is_told_what_the_largest_has(int gpus, long memory, int licences, int ranks, string reason)
    {
        _ = Node("gpu", Offer(gpus: 1, memory: 100 << 20, licences: 1));
        _ = Node("memory", Offer(gpus: 0, memory: 200 << 20));
        var resources = new TaskResources { Gpus = gpus, Memory = memory, Named = licences == 0 ? [] : [new NamedAmount("licence", licences * Whole)] };
        Enqueue(Task(0, resources, ranks));

        Assert.Equal(0, Assert.Single(Pool.TakeUnschedulable()).Task.Key.Index);

        Assert.Equal(reason, Pool.Placement.Problem(TaskShape.Of(Tasks[0]), 2));
    }

    [Fact]
    public void A_task_that_waits_for_resources_is_not_refused_and_runs_when_a_worker_has_them()
    {
        _ = Node("plain", WorkerResources.None);
        Enqueue(Task(0, Gpus(Whole) with { Waits = true }));
        Pool.Assign();
        Assert.Empty(Pool.TakeUnschedulable());

        var node = Node("gpu", Offer(gpus: 1));
        Pool.Assign();

        Assert.Equal([0], Taken(node));
    }

    [Fact]
    public void What_a_worker_holds_of_a_registration_before_counts_until_it_has_ended()
    {
        var stranger = new AckRow(Rows.Key(99), 1);
        var node = Node(Registration("gpu", 4) with { Resources = Offer(gpus: 1), Held = [stranger], HeldResources = [new HeldResources(stranger, 1, Gpus(Whole), [0])] });
        Pool.Claimed(node);
        Enqueue(Task(0, Gpus(Whole)));

        Pool.Assign();
        Assert.Empty(Taken(node));

        Pool.Finish(Rows.Result(99, state: TaskState.Canceled), node);
        Pool.Assign();
        Assert.Equal([0], Taken(node));
    }

    [Fact]
    public void What_is_in_flight_keeps_its_GPU_when_the_worker_registers_anew()
    {
        var node = Node("gpu", Offer(gpus: 2));
        Enqueue(Task(0, Gpus(Whole)));
        Pool.Assign();
        var running = new AckRow(Rows.Key(0), 1);

        var again = Node(Registration("gpu", 4) with { Resources = Offer(gpus: 2), Held = [running], HeldResources = [new HeldResources(running, 1, Gpus(Whole), [0])] });
        Enqueue(Task(1, Gpus(Whole)), Task(2, Gpus(Whole)));
        Pool.Assign();

        Assert.Equal([1], again.Outbox[0].ToRow().Gpus.ToArray());
        Assert.Single(again.Outbox);
        Finish(again, 0);
        Assert.Equal("1 of 2 GPUs", again.Resources.InUse());
    }

    [Fact]
    public void What_is_claimed_after_a_restart_keeps_its_GPU()
    {
        var held = new AckRow(Rows.Key(0), 1);
        Enqueue(Task(0, Gpus(Whole)));
        var node = Node(Registration("gpu", 4) with { Resources = Offer(gpus: 2), Held = [held], HeldResources = [new HeldResources(held, 1, Gpus(Whole), [1])] });

        Assert.True(Pool.Adopt(node, new TaskAttempt(Tasks[0], 1)));
        Pool.Claimed(node);

        Assert.Equal("1 of 2 GPUs", node.Resources.InUse());
        Enqueue(Task(1, Gpus(Whole)));
        Pool.Assign();
        Assert.Equal([0], node.Outbox[0].ToRow().Gpus.ToArray());
        Finish(node, 0);
        Finish(node, 1);
        Assert.Equal("", node.Resources.InUse());
    }

    private static TaskResources Gpus(int parts) => new() { Gpus = parts };

    private static WorkerResources Offer(int gpus, long memory = 0, int licences = 0) => new()
    {
        Gpus = [.. Enumerable.Range(0, gpus).Select(static gpu => $"{gpu}")],
        Memory = memory,
        Named = licences == 0 ? ImmutableSortedDictionary<string, long>.Empty : ImmutableSortedDictionary<string, long>.Empty.Add("licence", licences * (long)Whole),
    };

    private static TaskRow Task(int index, TaskResources? resources, int ranks = 1, int slotsPerRank = 1) =>
        Rows.Task(index, ranks * slotsPerRank) with { Ranks = RankSpan.All(ranks), Resources = resources };

    private static PoolNode NodeIn(PoolState pool, string name, int slots, WorkerResources resources)
    {
        var node = pool.Register(Registration(name, slots) with { Resources = resources }, new FakeRef(name), out _, out _);
        node.Grant(new CreditGrant(node.Id, 100_000, 0), default);
        return node;
    }

    private PoolNode Node(string name, WorkerResources resources, int slots = 4) => Node(Registration(name, slots) with { Resources = resources }, credit: 100_000);

    private void Finish(PoolNode node, int index) => Pool.Finish(Rows.Result(index), node);

    /// <summary>Ends the attempt, or the part of it on this node.</summary>
    /// <returns>False when other parts have not ended.</returns>
    private static bool End(PoolState pool, PoolNode node, Assignment ended)
    {
        var row = Rows.Result(ended.TaskAttempt.Task.Key);
        var use = pool.FinishPart(row, node, 1_000_000, out _);
        if (use == PartUse.None)
        {
            pool.Finish(row, node);
        }

        return use is PartUse.None or PartUse.Completes;
    }

    private static void AssertNotOversubscribed(PoolNode node, PoolState pool)
    {
        var (all, gpus) = (node.Resources.All, new int[node.Resources.All.Gpus.Length]);
        var (cores, memory, storage, licences) = (0L, 0L, 0L, 0L);
        foreach (var flight in pool.FlightsAt(node))
        {
            // A part that has ended holds nothing there any more for the worker, but counts until all have.
            var row = flight.ToRow();
            if (row.Resources is not { } resources)
            {
                continue;
            }

            var ranks = Math.Max(1, row.Ranks.Count);
            cores += ranks * resources.Cores;
            memory += ranks * resources.Memory;
            storage += ranks * resources.Storage;
            licences += ranks * resources.Named.Sum(static entry => entry.Amount);
            var used = row.Gpus.IsDefault ? [] : row.Gpus;
            Assert.Equal(ranks * resources.GpusUsed, used.Length);
            foreach (var gpu in used)
            {
                gpus[gpu] += Math.Min(resources.Gpus, Whole);
            }
        }

        Assert.All(gpus, static used => Assert.InRange(used, 0, Whole));
        Assert.InRange(cores, 0, all.Cores);
        Assert.InRange(memory, 0, all.Memory);
        Assert.InRange(storage, 0, all.Storage);
        Assert.InRange(licences, 0, all.Named.GetValueOrDefault("licence"));
    }

    /// <summary>How many ranks fit, found out by adding what is held.</summary>
    private static int Brute(WorkerResources all, List<Holding> held, TaskResources wanted)
    {
        var gpus = all.Gpus.Select(static _ => Whole).ToArray();
        foreach (var holding in held)
        {
            foreach (var gpu in holding.Gpus.IsDefault ? [] : holding.Gpus)
            {
                gpus[gpu] -= Math.Min(holding.Resources!.Gpus, Whole);
            }
        }

        long Left(long there, Func<TaskResources, long> of) => there - held.Sum(holding => of(holding.Resources!));
        int Fit(long left, long each) => each == 0 ? 1_000 : (int)(left / each);
        var onGpus = wanted.Gpus == 0 ? 1_000
            : wanted.Gpus < Whole ? gpus.Sum(free => free / wanted.Gpus)
            : gpus.Count(static free => free == Whole) / (wanted.Gpus / Whole);
        return new[]
        {
            1_000,
            onGpus,
            Fit(Left(all.Cores, static resources => resources.Cores), wanted.Cores),
            Fit(Left(all.Memory, static resources => resources.Memory), wanted.Memory),
            Fit(Left(all.Storage, static resources => resources.Storage), wanted.Storage),
            Fit(Left(all.Named.GetValueOrDefault("licence"), static resources => resources.Named.Sum(static entry => entry.Amount)), wanted.Named.Sum(static entry => entry.Amount)),
        }.Min();
    }
}
