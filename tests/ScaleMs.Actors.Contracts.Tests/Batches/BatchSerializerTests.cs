using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Tests.Batches;

public class BatchSerializerTests
{
    private static readonly BatchSerializer Serializer = new(null!);

    private static readonly Gen<TaskKey> Key =
        from submission in Gen.Elements(Guid.Parse("0192e4a0-0000-7000-8000-000000000001"), Guid.Parse("0192e4a0-0000-7000-8000-000000000002"))
        from index in Gen.OneOf(Gen.Choose(0, 10), Gen.Choose(0, int.MaxValue))
        select new TaskKey(submission, index);

    private static readonly Gen<ReadOnlyMemory<byte>> Payload = Gen.Choose(0, 255).Select(static n => (byte)n).ArrayOf().Select(static bytes => new ReadOnlyMemory<byte>(bytes));

    private static readonly Gen<ImmutableArray<string>> Texts = Gen.Elements("", "a", "module load gcc", "/home/ü").ArrayOf().Select(static texts => ImmutableArray.Create(texts));

    private static readonly Gen<TaskRuntime?> Runtime = Gen.OneOf(
        Gen.Constant<TaskRuntime?>(null),
        from name in Gen.Elements("", TaskRuntime.DotNet, TaskRuntime.Python)
        from module in Gen.Elements("System.Math", "numpy", "")
        from namedEnv in Gen.Elements("", "/opt/env")
        from preExec in Texts
        from path in Texts
        select (TaskRuntime?)new TaskRuntime { Name = name, Module = module, NamedEnv = namedEnv, PreExec = preExec, Path = path });

    private static readonly Gen<RankSpan> Ranks = Gen.OneOf(
        Gen.Constant(default(RankSpan)),
        from size in Gen.Choose(2, 1000)
        from first in Gen.Choose(0, size - 1)
        from count in Gen.Choose(1, size - first)
        select new RankSpan(first, count, size));

    private static readonly Gen<ImmutableArray<RankPlace>> Places = Gen.OneOf(
        Gen.Constant(default(ImmutableArray<RankPlace>)),
        (from first in Gen.Choose(0, 1000)
         from count in Gen.Choose(1, 1000)
         from host in Gen.Elements("127.0.0.1", "node-ü")
         select new RankPlace(first, count, $"akka.tcp://scalems@{host}:8080/user/worker", host)).NonEmptyListOf().Select(static places => places.ToImmutableArray()));

    private static readonly Gen<SubTaskParent?> Parent = Gen.OneOf(
        Gen.Constant<SubTaskParent?>(null),
        from key in Key
        from attempt in Gen.Choose(1, 3)
        select (SubTaskParent?)new SubTaskParent(key, attempt));

    private static readonly Gen<TaskResources?> Resources = Gen.OneOf(
        Gen.Constant<TaskResources?>(null),
        from gpus in Gen.Elements(0, 1, 5_000, TaskResources.Unit, 4 * TaskResources.Unit)
        from cores in Gen.Choose(0, 128)
        from memory in Gen.Choose(0, int.MaxValue)
        from names in Gen.Elements("licence", "ü").ArrayOf()
        from waits in Gen.Elements(true, false)
        select (TaskResources?)new TaskResources
        {
            Gpus = gpus,
            Cores = cores,
            Memory = memory * 1024L,
            Storage = memory,
            Named = [.. names.Select(static (name, i) => new NamedAmount(name, i + 1))],
            Waits = waits,
        });

    private static readonly Gen<TaskRow> Task =
        from key in Key
        from uid in Gen.OneOf(
            Gen.Choose(0, 255).Select(static n => (byte)n).ArrayOf(TaskUid.HashSize).Select(static hash => TaskUid.OfHash(hash)),
            Gen.Elements("a", "task.1", "ü").Select(TaskUid.Parse))
        from attempt in Gen.Choose(0, 1000)
        from slots in Gen.Choose(1, 64)
        from priority in Gen.Choose(-5, 5)
        from timeout in Gen.Choose(0, int.MaxValue)
        from kind in Gen.Elements(PayloadKind.WorkItem, PayloadKind.Description)
        from mayJoin in Gen.Elements(true, false)
        from runtime in Runtime
        from ranks in Ranks
        from places in Places
        from parent in Parent
        from resources in Resources
        from gpus in Gen.Choose(0, 1000).NonEmptyListOf()
        from options in Payload
        from payload in Payload
        select new TaskRow
        {
            Key = key,
            Uid = uid,
            Attempt = attempt,
            Slots = slots,
            Priority = priority,
            TimeoutMilliseconds = timeout,
            Kind = kind,
            MayDeduplicate = mayJoin,
            Runtime = runtime,
            Ranks = ranks,
            Places = places,
            Parent = parent,
            Resources = resources,
            Gpus = resources is { Gpus: > 0 } ? [.. gpus] : default,
            Options = options,
            Payload = payload,
        };

    private static readonly Gen<ResultRow> Result =
        from key in Key
        from attempt in Gen.Choose(0, 1000)
        from state in Gen.Elements(TaskState.Done, TaskState.Failed, TaskState.Canceled)
        from started in Gen.Choose(0, int.MaxValue)
        from finished in Gen.Choose(0, int.MaxValue)
        from payload in Payload
        select new ResultRow
        {
            Key = key,
            Attempt = attempt,
            State = state,
            StartedMicroseconds = started * 1_000_000L,
            FinishedMicroseconds = finished * 1_000_000L,
            Code = (finished % 3) switch { 0 => null, var build => new CodeIdentity("Müller", $"{build}") },
            Payload = payload,
        };

    [Fact]
    public void Submissions_come_back_as_they_went() => Check.QuickThrowOnFailure(Prop.ForAll(
        Task.ArrayOf().ToArbitrary(),
        tasks =>
        {
            var batch = new SubmitBatch(Guid.CreateVersion7(), Guid.CreateVersion7(), [.. tasks]) { MaxRunning = 7, TraceParent = tasks.Length % 2 == 0 ? "" : "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" };
            var back = Assert.IsType<SubmitBatch>(RoundTrip(batch));
            Assert.Equal((batch.Session, batch.Submission, batch.MaxRunning, batch.TraceParent), (back.Session, back.Submission, back.MaxRunning, back.TraceParent));
            AssertSame(batch.Tasks, back.Tasks);
        }));

    [Fact]
    public void Assignments_come_back_as_they_went() => Check.QuickThrowOnFailure(Prop.ForAll(
        Task.ArrayOf().ToArbitrary(),
        tasks => AssertSame([.. tasks], Assert.IsType<AssignBatch>(RoundTrip(new AssignBatch([.. tasks]))).Tasks)));

    [Fact]
    public void Results_come_back_as_they_went() => Check.QuickThrowOnFailure(Prop.ForAll(
        Result.ArrayOf().ToArbitrary(),
        results =>
        {
            var back = Assert.IsType<ResultBatch>(RoundTrip(new ResultBatch([.. results]))).Results;
            Assert.Equal(results.Select(static r => r with { Payload = default }), back.Select(static r => r with { Payload = default }));
            Assert.All(results.Zip(back), static pair => Assert.Equal(pair.First.Payload.ToArray(), pair.Second.Payload.ToArray()));
        }));

    [Fact]
    public void The_small_ones_come_back_as_they_went()
    {
        var accepted = new AcceptedBatch(Guid.CreateVersion7(), 512, 300, [new RefusedRow(513, "the uid 'x' is taken")]);
        var acceptedBack = Assert.IsType<AcceptedBatch>(RoundTrip(accepted));
        Assert.Equal(accepted with { Refused = [] }, acceptedBack with { Refused = [] });
        Assert.Equal(accepted.Refused.AsEnumerable(), acceptedBack.Refused);

        var grant = new CreditGrant(Guid.CreateVersion7(), long.MaxValue, 7);
        Assert.Equal(grant, RoundTrip(grant));
        Assert.Equal(grant with { SubTasksOnly = true, Waiting = 12 }, RoundTrip(grant with { SubTasksOnly = true, Waiting = 12 }));

        ImmutableArray<AckRow> acks = [new(new TaskKey(Guid.CreateVersion7(), 3), 2), new(new TaskKey(Guid.CreateVersion7(), 0), 1)];
        Assert.Equal(acks.AsEnumerable(), Assert.IsType<ResultAck>(RoundTrip(new ResultAck(acks))).Results);

        var packet = new RankMessage(acks[0], 7, 1, RankMessage.End, new byte[] { 2, 3 });
        var packetBack = Assert.IsType<RankMessage>(RoundTrip(packet));
        Assert.Equal(packet with { Content = default }, packetBack with { Content = default });
        Assert.Equal(packet.Content.ToArray(), packetBack.Content.ToArray());
    }

    [Fact]
    public void A_no_op_result_takes_few_bytes()
    {
        var submission = Guid.CreateVersion7();
        var now = DateTimeOffset.UnixEpoch.AddYears(56).ToUnixTimeMilliseconds() * 1000;
        var results = Enumerable.Range(0, BatchLimits.Rows).Select(i => new ResultRow
        {
            Key = new TaskKey(submission, i),
            Attempt = 1,
            State = TaskState.Done,
            StartedMicroseconds = now + (i * 20),
            FinishedMicroseconds = now + (i * 20) + 3,
        });
        Assert.InRange(Serializer.ToBinary(new ResultBatch([.. results])).Length, 1, BatchLimits.Rows * 8);
    }

    [Fact]
    public void Whatever_arrives_is_read_or_refused() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Choose(0, 255).Select(static n => (byte)n).ArrayOf().Zip(Gen.Elements("S", "A", "W", "C", "R", "K", "P", "?")).ToArbitrary(),
        static input =>
        {
            var (bytes, manifest) = input;
            Exception? error = Record.Exception(() => Serializer.FromBinary([4, .. bytes], manifest));
            Assert.True(error is null or ProtocolException, $"{error}");
        }));

    [Fact]
    public void A_batch_cut_short_anywhere_is_refused()
    {
        var submission = Guid.CreateVersion7();
        var runtime = new TaskRuntime { Module = "m", PreExec = ["a", "b"], Path = ["/c"] };
        var whole = Serializer.ToBinary(new AssignBatch([
            new TaskRow { Key = new TaskKey(submission, 0), Uid = TaskUid.Parse("a"), Slots = 1, Runtime = runtime, Payload = new byte[] { 1, 2, 3 } },
            new TaskRow { Key = new TaskKey(submission, 1), Uid = TaskUid.OfHash(new byte[32]), Slots = 1, Runtime = runtime with { Name = "x" }, Payload = new byte[] { 4 } }]));
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Throws<ProtocolException>(() => Serializer.FromBinary(whole[..length], "W"));
        }
    }

    [Fact]
    public void Another_format_version_is_refused_with_both_versions()
    {
        var error = Assert.Throws<ProtocolException>(() => Serializer.FromBinary([9], "K"));
        Assert.Contains("version 9", error.Message, StringComparison.Ordinal);
        Assert.Contains("version 5", error.Message, StringComparison.Ordinal);
    }

    private static object RoundTrip(object batch) => Serializer.FromBinary(Serializer.ToBinary(batch), Serializer.Manifest(batch));

    private static void AssertSame(ImmutableArray<TaskRow> expected, ImmutableArray<TaskRow> actual)
    {
        Assert.Equal(expected.Select(static t => t with { Payload = default, Options = default, Places = default, Gpus = default }), actual.Select(static t => t with { Payload = default, Options = default, Places = default, Gpus = default }));
        Assert.Equal(expected.Select(static t => string.Join(", ", t.Places.IsDefault ? [] : t.Places)), actual.Select(static t => string.Join(", ", t.Places.IsDefault ? [] : t.Places)));
        Assert.All(expected.Zip(actual), static pair => Assert.Equal(string.Join(' ', pair.First.Gpus.IsDefault ? [] : pair.First.Gpus), string.Join(' ', pair.Second.Gpus.IsDefault ? [] : pair.Second.Gpus)));
        Assert.All(expected.Zip(actual), static pair => Assert.Equal(pair.First.Options.ToArray(), pair.Second.Options.ToArray()));
        Assert.All(expected.Zip(actual), static pair => Assert.Equal(pair.First.Payload.ToArray(), pair.Second.Payload.ToArray()));
    }
}
