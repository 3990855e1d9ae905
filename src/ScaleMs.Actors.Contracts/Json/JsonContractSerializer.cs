using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Akka.Actor;
using Akka.Serialization;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Json;

/// <summary>
/// Carries the messages that hold JSON values (<see cref="IJsonContract"/>) as JSON, so that no other serializer meets them. One that
/// would be larger than half a frame is an error at its sender; an answer goes without its payload then, and says so.
/// </summary>
public sealed class JsonContractSerializer : SerializerWithStringManifest
{
    private static readonly FrozenDictionary<Type, (string Manifest, JsonTypeInfo Json)> ByType = new Dictionary<Type, (string, JsonTypeInfo)>
    {
        [typeof(AddItem)] = ("add", ContractsJson.Info<AddItem>()),
        [typeof(Query)] = ("query", ContractsJson.Info<Query>()),
        [typeof(QueryReply)] = ("query-reply", ContractsJson.Info<QueryReply>()),
        [typeof(Cancel)] = ("cancel", ContractsJson.Info<Cancel>()),
        [typeof(CommandReply)] = ("reply", ContractsJson.Info<CommandReply>()),
        [typeof(TaskResult)] = ("result", ContractsJson.Info<TaskResult>()),
        [typeof(TaskRecord)] = ("record", ContractsJson.Info<TaskRecord>()),
        [typeof(AddWorkflow)] = ("workflow", ContractsJson.Info<AddWorkflow>()),
        [typeof(Subscribe)] = ("subscribe", ContractsJson.Info<Subscribe>()),
        [typeof(TaskStateChanged)] = ("changed", ContractsJson.Info<TaskStateChanged>()),
        [typeof(ReadLog)] = ("read-log", ContractsJson.Info<ReadLog>()),
        [typeof(TaskLog)] = ("log", ContractsJson.Info<TaskLog>()),
        [typeof(TaskDescription)] = ("task", ContractsJson.Info<TaskDescription>()),
    }.ToFrozenDictionary();

    private const string Frame = "akka.remote.dot-netty.tcp.maximum-frame-size";

    private static readonly FrozenDictionary<string, JsonTypeInfo> ByManifest =
        ByType.Values.ToFrozenDictionary(entry => entry.Manifest, entry => entry.Json);

    private readonly long _maxBytes;

    public JsonContractSerializer(ExtendedActorSystem system)
        : base(system) =>
        _maxBytes = system.Settings.Config.GetByteSize(Frame, null) / 2 ?? long.MaxValue;

    /// <summary>Above 100, which the engine keeps for itself.</summary>
    public override int Identifier => 712;

    public override string Manifest(object o) => Entry(o).Manifest;

    /// <summary>The message as JSON.</summary>
    /// <exception cref="ProtocolException">It is too large for a message.</exception>
    public override byte[] ToBinary(object obj)
    {
        var json = Entry(obj).Json;
        var bytes = JsonSerializer.SerializeToUtf8Bytes(obj, json);
        if (bytes.Length <= _maxBytes)
        {
            return bytes;
        }

        var shorter = obj switch
        {
            CommandReply reply => JsonSerializer.SerializeToUtf8Bytes(new CommandReply(reply.Record.WithoutPayload(bytes.Length)), json),
            TaskResult result => JsonSerializer.SerializeToUtf8Bytes(new TaskResult(result.Record.WithoutPayload(bytes.Length)), json),
            TaskRecord record => JsonSerializer.SerializeToUtf8Bytes(record.WithoutPayload(bytes.Length), json),
            _ => bytes,
        };
        return shorter.Length <= _maxBytes
            ? shorter
            : throw new ProtocolException(TooLarge(obj, bytes.Length));
    }

    /// <summary>Says why the message would not be sent; null = it would be.</summary>
    public string? Problem(object message)
    {
        var size = JsonSerializer.SerializeToUtf8Bytes(message, Entry(message).Json).Length;
        return size <= _maxBytes ? null : TooLarge(message, size);
    }

    public override object FromBinary(byte[] bytes, string manifest) =>
        ByManifest.TryGetValue(manifest, out var json)
            ? JsonSerializer.Deserialize(bytes, json)!
            : throw new ProtocolException($"no contract has the manifest '{manifest}'");

    private string TooLarge(object message, int size) => string.Create(
        CultureInfo.InvariantCulture,
        $"{message.GetType().Name} takes {size} bytes, a message at most {_maxBytes} (half of {Frame}); name fewer things in one command, and submit large tasks through a client, which sends them in parts");

    private static (string Manifest, JsonTypeInfo Json) Entry(object obj) =>
        ByType.TryGetValue(obj.GetType(), out var entry)
            ? entry
            : throw new ProtocolException($"{obj.GetType().FullName} is not one of the JSON contracts");
}
