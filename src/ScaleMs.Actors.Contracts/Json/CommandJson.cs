using System.Text.Json;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Json;

/// <summary>
/// The two JSON forms of a command: the seed's object with one key (<c>{"control": "hello"}</c>, <c>{"add_item": "…"}</c>) and
/// the later array of operation and operand (<c>["hello", null]</c>, <c>["add_item", {…}]</c>).
/// </summary>
public static class CommandJson
{
    /// <summary>Names of the built-in operations, as used in the array form and as names of their handlers.</summary>
    public static readonly IReadOnlyList<string> Operations = ["hello", "stop", "add_item", "query", "cancel"];

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
    /// <exception cref="ProtocolException">The operand is not what the operation takes.</exception>
    public static Command? Decode(string operation, JsonElement? operand) => operation switch
    {
        "hello" => NoOperand(new HelloCommand(), operation, operand),
        "stop" => NoOperand(new StopCommand(), operation, operand),
        "add_item" => operand is { ValueKind: JsonValueKind.String } text ? AddItem.FromEncoded(text.GetString()!) : new AddItem(WorkItem.Parse(Raw(operand))),
        "query" => operand is null ? new Query() : ContractsJson.Read(Raw(operand), ContractsJson.Query, "a query"),
        "cancel" => Check(ContractsJson.Read(Raw(operand), ContractsJson.Cancel, "a cancel command")),
        _ => null,
    };

    /// <summary>The array form of a built-in command.</summary>
    public static byte[] Encode(Command command)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            switch (command)
            {
                case HelloCommand:
                    writer.WriteStringValue("hello");
                    writer.WriteNullValue();
                    break;
                case StopCommand:
                    writer.WriteStringValue("stop");
                    writer.WriteNullValue();
                    break;
                case AddItem add:
                    writer.WriteStringValue("add_item");
                    JsonSerializer.Serialize(writer, add.Item, ContractsJson.WorkItem);
                    break;
                case Query query:
                    writer.WriteStringValue("query");
                    JsonSerializer.Serialize(writer, query, ContractsJson.Query);
                    break;
                case Cancel cancel:
                    writer.WriteStringValue("cancel");
                    JsonSerializer.Serialize(writer, cancel, ContractsJson.Cancel);
                    break;
                default:
                    throw new ProtocolException($"{command.GetType().FullName} is not one of the built-in commands {string.Join(", ", Operations)}");
            }

            writer.WriteEndArray();
        }

        return buffer.ToArray();
    }

    private static T NoOperand<T>(T command, string operation, JsonElement? operand) =>
        operand is null ? command : throw new ProtocolException($"the operation '{operation}' takes no operand");

    private static Cancel Check(Cancel cancel) =>
        (cancel.Ids.IsEmpty ? 0 : 1) + (cancel.Submission is null ? 0 : 1) + (cancel.All ? 1 : 0) == 1
            ? cancel
            : throw new ProtocolException("a cancel command has exactly one of \"ids\" (not empty), \"submission\" and \"all\": true");

    private static ReadOnlySpan<byte> Raw(JsonElement? operand) =>
        operand is { } value ? JsonSerializer.SerializeToUtf8Bytes(value) : "null"u8;
}
