using System.Net.Sockets;

namespace ScaleMs.Actors.Connection;

/// <summary>Errors of sockets within those of libraries.</summary>
public static class SocketErrors
{
    /// <summary>The socket's error that an exception is or contains; null = it is another error.</summary>
    public static SocketException? In(Exception? error) => error switch
    {
        null => null,
        SocketException socket => socket,
        AggregateException several => several.InnerExceptions.Select(In).FirstOrDefault(static socket => socket is not null),
        _ => In(error.InnerException),
    };
}
