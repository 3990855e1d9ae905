using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Akka.Actor;
using Akka.Serialization;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Json;

/// <summary>Carries the messages that hold JSON values (<see cref="IJsonContract"/>) as JSON, so that no other serializer meets them.</summary>
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

    private static readonly FrozenDictionary<string, JsonTypeInfo> ByManifest =
        ByType.Values.ToFrozenDictionary(entry => entry.Manifest, entry => entry.Json);

    public JsonContractSerializer(ExtendedActorSystem system)
        : base(system)
    {
    }

    /// <summary>Above 100, which the engine keeps for itself.</summary>
    public override int Identifier => 712;

    public override string Manifest(object o) => Entry(o).Manifest;

    public override byte[] ToBinary(object obj) => JsonSerializer.SerializeToUtf8Bytes(obj, Entry(obj).Json);

    public override object FromBinary(byte[] bytes, string manifest) =>
        ByManifest.TryGetValue(manifest, out var json)
            ? JsonSerializer.Deserialize(bytes, json)!
            : throw new ProtocolException($"no contract has the manifest '{manifest}'");

    private static (string Manifest, JsonTypeInfo Json) Entry(object obj) =>
        ByType.TryGetValue(obj.GetType(), out var entry)
            ? entry
            : throw new ProtocolException($"{obj.GetType().FullName} is not one of the JSON contracts");
}
