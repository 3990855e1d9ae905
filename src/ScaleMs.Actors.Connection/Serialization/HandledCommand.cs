using ScaleMs.Actors.Contracts.Commands;

namespace ScaleMs.Actors.Connection.Serialization;

/// <summary>Finds the command that a handler in <c>scalems.commands</c> handles.</summary>
public static class HandledCommand
{
    /// <summary>The command; null = the type is not a handler.</summary>
    public static Type? Of(Type handler) => handler.GetInterfaces()
        .Where(static type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ICommandHandler<>))
        .Select(static type => type.GetGenericArguments()[0])
        .FirstOrDefault();
}
