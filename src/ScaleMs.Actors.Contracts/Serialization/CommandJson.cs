using System.Text.Json;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Json;
using ScaleMs.Actors.Contracts.Observing;
using ScaleMs.Actors.Contracts.Submissions;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Serialization;

/// <summary>
/// The two JSON forms of a command: the seed's object with one key (<c>{"control": "hello"}</c>, <c>{"add_item": "…"}</c>) and
/// the later array of operation and operand (<c>["hello", null]</c>, <c>["add_item", {…}]</c>).
/// </summary>
public static class CommandJson
{
    /// <summary>Names of the built-in operations, as used in the array form and as names of their handlers.</summary>
    public static readonly IReadOnlyList<string> Operations = ["hello", "stop", "add_item", "add_workflow", "query", "cancel", "subscribe", "unsubscribe", "read_log", "observe", "read_graph", "report", "add_workers", "release_workers", "wait_workers"];

    /// <summary>Splits either form into operation and operand, without interpreting them.</summary>
    /// <exception cref="ProtocolException">Neither form.</exception>
    public static (string Operation, JsonElement? Operand) Split(JsonElement message)
    {
        if (message.ValueKind == JsonValueKind.Array)
        {
            if (message.GetArrayLength() != 2 || message[0].ValueKind != JsonValueKind.String)
            {
                throw new ProtocolException("a command array has two elements, the operation's name and its operand or null");
            }

            return (message[0].GetString()!, message[1].ValueKind == JsonValueKind.Null ? null : message[1]);
        }

        if (message.ValueKind != JsonValueKind.Object || message.GetPropertyCount() != 1)
        {
            throw new ProtocolException(
                "a command is an object with exactly one key, such as {\"control\": \"hello\"}, or an array of two elements, such as [\"hello\", null]");
        }

        var member = message.EnumerateObject().First();
        return member.Name == "control" && member.Value.ValueKind == JsonValueKind.String
            ? (member.Value.GetString()!, null)
            : (member.Name, member.Value);
    }

    /// <summary>Reads a built-in command's operand.</summary>
    /// <returns>Null when <paramref name="operation"/> is not built in.</returns>
    /// <exception cref="ProtocolException">The operation does not take this operand.</exception>
    public static Command? Decode(string operation, JsonElement? operand)
    {
        var command = Read(operation, operand);
        return command?.Problem() is { } problem ? throw new ProtocolException(problem) : command;
    }

    private static Command? Read(string operation, JsonElement? operand) => operation switch
    {
        "hello" => NoOperand(new HelloCommand(), operation, operand),
        "stop" => Stop(operand),
        "report" => NoOperand(new ReportCommand(), operation, operand),
        "add_item" => operand is { ValueKind: JsonValueKind.String } text ? AddItem.FromEncoded(text.GetString()!) : AddItem.Of(TaskInput.Parse(Raw(operand))),
        "add_workflow" => new AddWorkflow(WorkflowDocument.Parse(Raw(operand))),
        "query" => operand is null ? new Query() : ContractsJson.Read(Raw(operand), ContractsJson.Info<Query>(), "a query"),
        "cancel" => ContractsJson.Read(Raw(operand), ContractsJson.Info<Cancel>(), "a cancel command"),
        "subscribe" => ContractsJson.Read(Raw(operand), ContractsJson.Info<Subscribe>(), "a subscribe command"),
        "add_workers" => ContractsJson.Read(Raw(operand), ContractsJson.Info<AddWorkers>(), "an add_workers command"),
        "release_workers" => ContractsJson.Read(Raw(operand), ContractsJson.Info<ReleaseWorkers>(), "a release_workers command"),
        "wait_workers" => ContractsJson.Read(Raw(operand), ContractsJson.Info<WaitWorkers>(), "a wait_workers command"),
        "unsubscribe" => NoOperand(new Unsubscribe(), operation, operand),
        "read_log" => ContractsJson.Read(Raw(operand), ContractsJson.Info<ReadLog>(), "a read_log command"),
        "observe" => operand is null ? new Observe() : ContractsJson.Read(Raw(operand), ContractsJson.Info<Observe>(), "an observe command"),
        "read_graph" => ContractsJson.Read(Raw(operand), ContractsJson.Info<ReadGraph>(), "a read_graph command"),
        _ => null,
    };

    /// <summary>The array form of a built-in command.</summary>
    public static byte[] Encode(Command command)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            var (operation, operand) = Parts(command);
            writer.WriteStringValue(operation);
            if (operand is { } value)
            {
                value.WriteTo(writer);
            }
            else
            {
                writer.WriteNullValue();
            }

            writer.WriteEndArray();
        }

        return buffer.ToArray();
    }

    private static (string Operation, JsonElement? Operand) Parts(Command command) => command switch
    {
        HelloCommand => ("hello", null),
        StopCommand { Now: false } => ("stop", null),
        StopCommand => ("stop", JsonElement.Parse("""{"mode":"now"}""")),
        ReportCommand => ("report", null),
        AddItem add => ("add_item", OfItem(add)),
        AddWorkflow add => ("add_workflow", Element(add.Workflow)),
        Query query => ("query", Element(query)),
        Cancel cancel => ("cancel", Element(cancel)),
        Subscribe subscribe => ("subscribe", Element(subscribe)),
        Unsubscribe => ("unsubscribe", null),
        AddWorkers add => ("add_workers", Element(add)),
        ReleaseWorkers release => ("release_workers", Element(release)),
        WaitWorkers wait => ("wait_workers", Element(wait)),
        ReadLog read => ("read_log", Element(read)),
        Observe observe => ("observe", Element(observe)),
        ReadGraph read => ("read_graph", Element(read)),
        _ => throw new ProtocolException($"{command.GetType().FullName} is not one of the built-in commands {string.Join(", ", Operations)}"),
    };

    private static JsonElement Element<T>(T value) => JsonSerializer.SerializeToElement(value, ContractsJson.Info<T>());

    /// <summary>The keys of the item, and beside them those of its scheduling without the defaults.</summary>
    private static JsonElement OfItem(AddItem add)
    {
        var item = JsonSerializer.SerializeToNode(add.Item, ContractsJson.Info<WorkItem>())!.AsObject();
        if (add.Scheduling is { } scheduling)
        {
            foreach (var (key, value) in JsonSerializer.SerializeToNode(scheduling, ContractsJson.Info<TaskScheduling>())!.AsObject())
            {
                item.Add(key, value?.DeepClone());
            }
        }

        return JsonSerializer.SerializeToElement(item);
    }

    private static StopCommand Stop(JsonElement? operand) => operand switch
    {
        null => new StopCommand(),
        { ValueKind: JsonValueKind.Object } value when value.GetPropertyCount() == 1 && value.TryGetProperty("mode", out var mode) && mode.ValueKind == JsonValueKind.String =>
            mode.GetString() switch
            {
                "drain" => new StopCommand(),
                "now" => new StopCommand { Now = true },
                var other => throw new ProtocolException($"the mode of a stop is 'drain' or 'now', not '{other}'"),
            },
        _ => throw new ProtocolException("the operand of a stop is null or {\"mode\": \"drain\"} or {\"mode\": \"now\"}"),
    };

    private static T NoOperand<T>(T command, string operation, JsonElement? operand) =>
        operand is null ? command : throw new ProtocolException($"the operation '{operation}' takes no operand");

    private static ReadOnlySpan<byte> Raw(JsonElement? operand) =>
        operand is { } value ? JsonSerializer.SerializeToUtf8Bytes(value) : "null"u8;
}
