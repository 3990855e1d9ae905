using System.Reflection;
using Akka.Actor;
using Akka.Remote.Wire;

namespace Akka.Remote.Serialization;

/// <summary>
/// Exceptions on the wire: type, message, trace and causes. Only exceptions of the base library and the engine are made
/// again as what they were; naming any other type must not load it here, so those become <see cref="RemoteFailureException"/>.
/// </summary>
internal static class WireException
{
    /// <summary>A chain of causes longer than this is cut.</summary>
    private const int MaximumDepth = 8;

    public static void Write(OutputBuffer output, Exception? exception, int depth = 0)
    {
        if (exception is null || depth == MaximumDepth)
        {
            output.WriteByte(0);
            return;
        }

        output.WriteByte(1);
        output.WriteString(exception.GetType().FullName ?? exception.GetType().Name);
        output.WriteString(exception.Message);
        output.WriteString(exception.StackTrace ?? string.Empty);
        Write(output, exception.InnerException, depth + 1);
    }

    public static Exception? Read(ref WireReader input, int depth = 0)
    {
        if (input.ReadByte() == 0)
        {
            return null;
        }

        if (depth == MaximumDepth)
        {
            throw new WireFormatException($"An exception has more than {MaximumDepth} causes.");
        }

        var type = input.ReadString();
        var message = input.ReadString();
        var trace = input.ReadString();
        var inner = Read(ref input, depth + 1);
        return TryMake(type, message, inner) ?? new RemoteFailureException(type, message, trace, inner);
    }

    private static Exception? TryMake(string typeName, string message, Exception? inner)
    {
        var type = typeof(object).Assembly.GetType(typeName) ?? typeof(ActorSystem).Assembly.GetType(typeName);
        if (type is null || type.IsAbstract || !typeof(Exception).IsAssignableFrom(type))
        {
            return null;
        }

        try
        {
            return type.GetConstructor([typeof(string), typeof(Exception)]) is { } withInner ? (Exception)withInner.Invoke([message, inner])
                : type.GetConstructor([typeof(string)]) is { } plain ? (Exception)plain.Invoke([message])
                : null;
        }
        catch (TargetInvocationException)
        {
            return null;
        }
    }
}
