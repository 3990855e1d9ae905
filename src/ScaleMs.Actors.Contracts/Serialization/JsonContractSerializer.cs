using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Akka.Actor;
using Akka.Serialization;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Files;
using ScaleMs.Actors.Contracts.Json;
using ScaleMs.Actors.Contracts.Observing;
using ScaleMs.Actors.Contracts.Sessions;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Workers;

namespace ScaleMs.Actors.Contracts.Serialization;

/// <summary>
/// Serializes control messages (<see cref="IJsonContract"/>) as JSON, which any language can read. A message larger than half a frame
/// is an error at its sender; an answer is sent without its payload instead, and says so.
/// </summary>
public sealed class JsonContractSerializer : SerializerWithStringManifest
{
    /// <summary>One line for each type: its name on the wire.</summary>
    private static readonly FrozenDictionary<Type, string> Manifests = new Dictionary<Type, string>
    {
        [typeof(AddItem)] = "add",
        [typeof(AddWorkflow)] = "workflow",
        [typeof(AddWorkers)] = "add-workers",
        [typeof(Cancel)] = "cancel",
        [typeof(HelloCommand)] = "hello",
        [typeof(Observe)] = "observe",
        [typeof(Query)] = "query",
        [typeof(ReadGraph)] = "read-graph",
        [typeof(ReadLog)] = "read-log",
        [typeof(ReleaseWorkers)] = "release-workers",
        [typeof(ReportCommand)] = "report",
        [typeof(StopCommand)] = "stop",
        [typeof(Subscribe)] = "subscribe",
        [typeof(Unsubscribe)] = "unsubscribe",
        [typeof(WaitWorkers)] = "wait-workers",
        [typeof(CommandReply)] = "reply",
        [typeof(QueryReply)] = "query-reply",
        [typeof(Observation)] = "observation",
        [typeof(WorkGraph)] = "graph",
        [typeof(TaskDescription)] = "task",
        [typeof(TaskLog)] = "log",
        [typeof(TaskRecord)] = "record",
        [typeof(TaskResult)] = "result",
        [typeof(TaskStateChanged)] = "changed",
        [typeof(WorkerStateChanged)] = "worker-changed",
        [typeof(CheckSubmission)] = "check-submission",
        [typeof(CloseSession)] = "close-session",
        [typeof(OpenSession)] = "open-session",
        [typeof(Refused)] = "refused",
        [typeof(SessionAlive)] = "session-alive",
        [typeof(SessionOpened)] = "session-opened",
        [typeof(SubmissionLost)] = "submission-lost",
        [typeof(SubmissionTaken)] = "submission-taken",
        [typeof(TakeSubmission)] = "take-submission",
        [typeof(CancelTasks)] = "cancel-tasks",
        [typeof(FileHeld)] = "file-held",
        [typeof(FileKept)] = "file-kept",
        [typeof(FileLocated)] = "file-located",
        [typeof(FileRefused)] = "file-refused",
        [typeof(FilesDropped)] = "files-dropped",
        [typeof(FilesForgotten)] = "files-forgotten",
        [typeof(LocateFile)] = "locate-file",
        [typeof(OfferFile)] = "offer-file",
        [typeof(OutputChunk)] = "output",
        [typeof(ReadOutput)] = "read-output",
        [typeof(RegisterWorker)] = "register-worker",
        [typeof(ReleaseNode)] = "release-node",
        [typeof(TasksStarted)] = "tasks-started",
        [typeof(StartsAcknowledged)] = "starts-acknowledged",
        [typeof(WorkerCodeChanged)] = "worker-code-changed",
        [typeof(WorkerLeaving)] = "worker-leaving",
        [typeof(WorkerRegistered)] = "worker-registered",
        [typeof(WorkerUnknown)] = "worker-unknown",
    }.ToFrozenDictionary();

    private const string Frame = "akka.remote.dot-netty.tcp.maximum-frame-size";

    private static readonly FrozenDictionary<string, Type> ByManifest =
        Manifests.ToFrozenDictionary(static entry => entry.Value, static entry => entry.Key);

    private readonly long _maxBytes;
    private readonly JsonSerializerOptions _options;

    public JsonContractSerializer(ExtendedActorSystem system)
        : base(system)
    {
        _maxBytes = system.Settings.Config.GetByteSize(Frame, null) / 2 ?? long.MaxValue;
        _options = new JsonSerializerOptions(ContractsJson.Options)
        {
            Converters = { new ActorRefJsonConverter(system) },
            RespectRequiredConstructorParameters = true,
        };
    }

    /// <summary>All types it serializes.</summary>
    public static IEnumerable<Type> Types => Manifests.Keys;

    /// <summary>Above 100: Akka.NET reserves 0 to 100.</summary>
    public override int Identifier => 712;

    public override string Manifest(object o) => Manifests.TryGetValue(o.GetType(), out var manifest)
        ? manifest
        : throw new ProtocolException($"{o.GetType().FullName} is not one of the JSON contracts");

    /// <summary>The message as JSON.</summary>
    /// <exception cref="ProtocolException">It is too large for a message, or cannot be written.</exception>
    public override byte[] ToBinary(object obj)
    {
        var bytes = Write(obj);
        if (bytes.Length <= _maxBytes)
        {
            return bytes;
        }

        var shorter = obj switch
        {
            CommandReply reply => Write(new CommandReply(reply.Record.WithoutPayload(bytes.Length))),
            TaskResult result => Write(new TaskResult(result.Record.WithoutPayload(bytes.Length))),
            TaskRecord record => Write(record.WithoutPayload(bytes.Length)),
            _ => bytes,
        };
        return shorter.Length <= _maxBytes
            ? shorter
            : throw new ProtocolException(TooLarge(obj, bytes.Length));
    }

    /// <summary>Why the message would not be sent; null = it would be.</summary>
    public string? Problem(object message)
    {
        try
        {
            var size = Write(message).Length;
            return size <= _maxBytes ? null : TooLarge(message, size);
        }
        catch (ProtocolException error)
        {
            return error.Message;
        }
    }

    /// <summary>Reads a message from JSON.</summary>
    /// <exception cref="ProtocolException">The manifest is not one of the contracts, or the JSON does not match it.</exception>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        if (!ByManifest.TryGetValue(manifest, out var type))
        {
            throw new ProtocolException($"no contract has the manifest '{manifest}'");
        }

        try
        {
            JsonText.Check(bytes);
            return JsonSerializer.Deserialize(bytes, type, _options) ?? throw new ProtocolException($"{type.Name} is expected, not null");
        }
        catch (JsonException error)
        {
            throw new ProtocolException($"not a {type.Name}: {error.Message}", error);
        }
    }

    private byte[] Write(object message)
    {
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(message, message.GetType(), _options);
        }
        catch (Exception error) when (StrictJson.IsOfValue(error))
        {
            throw new ProtocolException($"{message.GetType().Name} cannot be written as JSON: {StrictJson.Reason(error)}", error);
        }
    }

    private string TooLarge(object message, int size) => string.Create(
        CultureInfo.InvariantCulture,
        $"{message.GetType().Name} takes {size} bytes, a message at most {_maxBytes} (half of {Frame}); name fewer tasks per command, and submit large tasks through a client, which sends them in chunks");
}
