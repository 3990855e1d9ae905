using System.Text.Json;
using ScaleMs.Actors.Contracts.Json.Values;

namespace ScaleMs.Actors.Worker.Communication.Messages;

/// <summary>Values as messages: JSON in the form of arguments and results.</summary>
internal static class ValueBytes
{
    /// <summary>Writes a value. This runs the user's code.</summary>
    /// <returns>The JSON. The caller disposes it when it is sent, but not after an error, because it may be on its way even then.</returns>
    /// <exception cref="NotSupportedException">Its type, or a type in it, cannot be transferred.</exception>
    /// <exception cref="JsonException">The value cannot be transferred.</exception>
    public static PooledBytes Write<T>(T value)
    {
        var bytes = new PooledBytes();
        try
        {
            var options = ValueJson.Options;
            using var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = options.Encoder, SkipValidation = true });
            JsonSerializer.Serialize(writer, value, value?.GetType() ?? typeof(object), options);
            writer.Flush();
            return bytes;
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <summary>Reads a value, and disposes the message. This runs the user's code.</summary>
    /// <exception cref="InvalidOperationException">The message has elements, not a value.</exception>
    /// <exception cref="JsonException">The value is not of this type.</exception>
    public static T Read<T>(ReceivedMessage message, int from)
    {
        using (message)
        {
            return message.Form == TypeCode.Empty
                ? (T)ValueJson.Decode(JsonElement.Parse(message.Content.Span), typeof(T))!
                : throw new InvalidOperationException($"rank {from} sent {PendingReceive.Name(message.Form)}, which cannot be received as a value");
        }
    }
}
