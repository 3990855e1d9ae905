using Akka.Actor;
using Akka.Configuration;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Connection.Serialization;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Serialization;
using ScaleMs.Actors.Contracts.Sessions;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Transfer;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Samples;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Connection.Tests.Serialization;

/// <summary>What crosses processes, through the serializers that the product's configuration names.</summary>
public sealed class WireTests : IAsyncLifetime
{
    private static readonly AckRow Row = new(Rows.Key(3), 2);

    private readonly ActorSystem _system = ActorSystem.Create("wire", ScaleMsConfig.Complete(ConfigurationFactory.ParseString("""
        scalems.commands { count-words = "ScaleMs.Actors.Samples.CountWordsHandler, ScaleMs.Actors.Samples" }
        """)));

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public void Sessions_and_registrations_come_back_as_they_went()
    {
        var actor = _system.ActorOf(Props.Empty, "somebody");

        var opened = new SessionOpened(Rows.Submission, "master", Guid.CreateVersion7(), actor);
        Assert.Equal(opened, Through<JsonContractSerializer, SessionOpened>(opened));
        var register = new RegisterWorker { RegistrationId = Rows.Submission, ApiName = "a", WireVersion = 1, Name = "w", Slots = 2, Held = [Row] };
        var registered = Through<JsonContractSerializer, RegisterWorker>(register);
        Assert.Equal(register with { Held = [] }, registered with { Held = [] });
        Assert.Equal(Row, Assert.Single(registered.Held));
        Assert.Equal(actor, Through<JsonContractSerializer, WorkerRegistered>(new(Rows.Submission, "m", actor)).Pool);
        Assert.Equal(actor, Through<JsonContractSerializer, ReadOutput>(new(Rows.Key(1), 2, 3, 4, actor)).ReplyTo);
        Assert.Equal(new SubmissionTaken(Rows.Submission, 1, 2), Through<JsonContractSerializer, SubmissionTaken>(new(Rows.Submission, 1, 2)));
    }

    [Fact]
    public void Directives_come_back_as_they_went()
    {
        var started = Through<JsonContractSerializer, TasksStarted>(new(Rows.Submission, [new StartedRow(Row, 5)]));
        Assert.Equal(new StartedRow(Row, 5), Assert.Single(started.Tasks));
        var cancel = Through<JsonContractSerializer, CancelTasks>(new([Row], WaitingOnly: true));
        Assert.Equal((Row, true), (Assert.Single(cancel.Tasks), cancel.WaitingOnly));
        Assert.True(Through<JsonContractSerializer, StopCommand>(new() { Now = true }).Now);
    }

    [Fact]
    public void A_user_s_own_command_comes_back_as_it_went() =>
        Assert.Equal(new CountWords("a b"), Through<AllowedTypesHyperionSerializer, CountWords>(new("a b")));

    [Theory]
    [InlineData("\"no path\"")]
    [InlineData("\"\"")]
    [InlineData("\"/user/master\"")]
    [InlineData("\"http://scalems@127.0.0.1:4053/user/master\"")]
    [InlineData("\"akka.tcp://scalems/user/master\"")]
    [InlineData("\"akka://scalems@127.0.0.1:4053/user/master\"")]
    [InlineData("{\"path\": \"akka://wire/user/a\"}")]
    [InlineData("7")]
    public void What_is_no_path_of_an_actor_is_refused(string pool)
    {
        var json = $$"""{"registration_id": "{{Rows.Submission}}", "master_uid": "m", "pool": {{pool}}}""";
        var error = Assert.Throws<ProtocolException>(() => Json(json, "worker-registered"));

        Assert.Contains("is not the path of an actor; one such as akka.tcp://", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("worker-registered", "{")]
    [InlineData("worker-registered", "null")]
    [InlineData("worker-registered", "{}")]
    [InlineData("cancel-tasks", "{}")]
    [InlineData("refused", """{"reason": "a", "other": 1}""")]
    [InlineData("refused", """{"$type": "System.IO.FileInfo", "reason": "a"}""")]
    [InlineData("System.IO.FileInfo", "{}")]
    public void What_is_no_message_is_refused(string manifest, string json) => Assert.Throws<ProtocolException>(() => Json(json, manifest));

    [Fact]
    public void An_answer_that_is_larger_than_half_a_frame_goes_without_its_payload_and_says_so()
    {
        var record = new TaskRecord { Uid = "t", State = TaskState.Done, Stdout = new string('x', 3 << 20), ExitCode = 0, Exception = new string('y', 3 << 20) };

        foreach (var came in new[]
        {
            Through<JsonContractSerializer, TaskResult>(new TaskResult(record)).Record,
            Through<JsonContractSerializer, CommandReply>(new CommandReply(record)).Record,
            Through<JsonContractSerializer, TaskRecord>(record),
        })
        {
            Assert.Equal(("t", TaskState.Done, "", 0), (came.Uid, came.State, came.Stdout, came.ExitCode));
            Assert.InRange(came.Omitted!.Value, 6 << 20, (6 << 20) + 1024);
            Assert.InRange(came.Exception!.Length, 1000, 10_000);
        }

        Assert.Null(Through<JsonContractSerializer, TaskResult>(new TaskResult(record with { Stdout = "", Exception = null })).Record.Omitted);
    }

    [Fact]
    public void A_question_that_is_larger_than_half_a_frame_is_not_sent_and_the_error_names_its_size()
    {
        var query = new Query { Ids = [.. Enumerable.Range(0, 40_000).Select(static i => $"scalems-task-{i:d64}")] };

        var error = Assert.Throws<ProtocolException>(() => Through<JsonContractSerializer, Query>(query));

        Assert.Matches(@"^Query takes 32\d{5} bytes, a message at most 2097152 \(half of akka\.remote\.dot-netty\.tcp\.maximum-frame-size\)", error.Message);
    }

    [Fact]
    public void Batches_and_documents_have_serializers_of_their_own()
    {
        Assert.Equal(new CreditGrant(Rows.Submission, 1, 2), Through<BatchSerializer, CreditGrant>(new(Rows.Submission, 1, 2)));
        var item = WorkItem.Create("m", "f", 1);
        Assert.Equal(item.Uid(), Through<JsonContractSerializer, AddItem>(new(item)).Item.Uid());
        Assert.Equal("x", Through<JsonContractSerializer, Cancel>(new Cancel { Ids = ["x"] }).Ids.Single());
    }

    [Fact]
    public void Parts_of_a_batch_come_back_as_they_went()
    {
        var part = new BatchChunk(Rows.Submission, 2, (2 * BatchChunk.MaxBytes) + 3, "R", new byte[] { 1, 2, 3 });
        var back = Through<TransferSerializer, BatchChunk>(part);
        Assert.Equal(part with { Bytes = default }, back with { Bytes = default });
        Assert.Equal(part.Bytes.ToArray(), back.Bytes.ToArray());
        Assert.Equal(new ChunkCredit(Rows.Submission, 5), Through<TransferSerializer, ChunkCredit>(new(Rows.Submission, 5)));
        Assert.ThrowsAny<Exception>(() => Through<TransferSerializer, BatchChunk>(part with { Index = 1 }));
        Assert.ThrowsAny<Exception>(() => Through<TransferSerializer, BatchChunk>(part with { Size = int.MinValue }));
    }

    [Fact]
    public void A_type_that_is_not_allowed_is_refused_by_name()
    {
        var serializer = _system.Serialization.FindSerializerForType(typeof(SumOfRoots));
        var bytes = serializer.ToBinary(new SumOfRoots([1, 2]));

        var error = Assert.Throws<ProtocolException>(() => serializer.FromBinary(bytes, typeof(SumOfRoots)));
        Assert.Contains(typeof(SumOfRoots).FullName!, error.Message, StringComparison.Ordinal);
        Assert.Contains("scalems.serialization.allowed-types", error.Message, StringComparison.Ordinal);
    }

    private object Json(string json, string manifest) =>
        _system.Serialization.Deserialize(System.Text.Encoding.UTF8.GetBytes(json), _system.Serialization.FindSerializerForType(typeof(Refused)).Identifier, manifest);

    private TMessage Through<TSerializer, TMessage>(TMessage message)
        where TMessage : notnull
    {
        var serializer = _system.Serialization.FindSerializerFor(message);
        Assert.IsType<TSerializer>(serializer);
        var bytes = serializer.ToBinary(message);
        var manifest = Akka.Serialization.Serialization.ManifestFor(serializer, message);
        return (TMessage)_system.Serialization.Deserialize(bytes, serializer.Identifier, manifest);
    }
}
