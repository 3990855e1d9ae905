using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Akka.Actor;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Connection.Serialization;
using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Master.Commands;

/// <summary>One command that the master knows.</summary>
/// <param name="Operation">Its name in JSON, with underscores.</param>
/// <param name="CommandType">The message.</param>
/// <param name="Handler">The actor.</param>
internal sealed record CommandEntry(string Operation, Type CommandType, Props Handler)
{
    /// <summary>Name of the actor.</summary>
    public string ActorName => Operation.Replace('_', '-');
}

/// <summary>The commands that users add (the seed's <c>_registry</c>), checked before anything starts.</summary>
internal static class CommandTable
{
    private static readonly JsonSerializerOptions OperandOptions = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        PropertyNameCaseInsensitive = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Resolves <c>scalems.commands</c>.</summary>
    /// <exception cref="InvalidConfigurationException">An entry does not name a handler, or names what another one has.</exception>
    public static ImmutableArray<CommandEntry> Load(IReadOnlyDictionary<string, string> commands)
    {
        var builtIn = Contracts.Serialization.CommandJson.Operations.Append("control").ToHashSet();
        var entries = new Dictionary<Type, CommandEntry>();
        foreach (var (name, typeName) in commands.OrderBy(static command => command.Key, StringComparer.Ordinal))
        {
            var path = $"scalems.commands.{name}";
            var operation = name.Replace('-', '_');
            if (builtIn.Contains(operation))
            {
                throw new InvalidConfigurationException($"{path}: '{operation}' is a command of the master's own");
            }

            if (!ActorPath.IsValidPathElement(name))
            {
                throw new InvalidConfigurationException($"{path}: the name may have letters, digits, '-' and '_'");
            }

            var handler = Resolve(path, typeName);
            if (HandledCommand.Of(handler) is not { } command || !handler.IsAssignableTo(typeof(CommandHandler<>).MakeGenericType(command)))
            {
                throw new InvalidConfigurationException($"{path}: {handler.FullName} is not derived from {typeof(CommandHandler<>).FullName}");
            }

            var entry = new CommandEntry(operation, command, Props.Create(handler));
            if (!entries.TryAdd(command, entry))
            {
                throw new InvalidConfigurationException($"{path}: {command.FullName} is handled by scalems.commands.{entries[command].ActorName} already");
            }
        }

        return [.. entries.Values];
    }

    /// <summary>Reads the operand of a user's command from JSON, with keys in snake case.</summary>
    /// <exception cref="ProtocolException">The operand is not of the command's form.</exception>
    public static Command Decode(CommandEntry entry, JsonElement? operand)
    {
        try
        {
            var json = operand ?? JsonElement.Parse("{}"u8);
            return (Command)json.Deserialize(entry.CommandType, OperandOptions)!;
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            throw new ProtocolException($"the operand of '{entry.Operation}' is not a {entry.CommandType.Name}: {error.Message}", error);
        }
    }

    private static Type Resolve(string path, string typeName)
    {
        try
        {
            return Type.GetType(typeName, throwOnError: true)!;
        }
        catch (Exception error) when (error is TypeLoadException or IOException or BadImageFormatException or ArgumentException)
        {
            throw new InvalidConfigurationException(
                $"{path}: the handler '{typeName}' cannot be loaded ({error.Message}); give \"Namespace.Type, Assembly\" of an assembly beside the program", error);
        }
    }
}
