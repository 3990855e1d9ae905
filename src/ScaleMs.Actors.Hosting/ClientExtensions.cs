using Akka.Actor;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.Client.Sessions;
using ScaleMs.Actors.Hosting.Parts;

namespace ScaleMs.Actors.Hosting;

/// <summary>Gets the client that <see cref="ScaleMsAkkaExtensions.AddScaleMsClient"/> added.</summary>
public static class ClientExtensions
{
    /// <summary>
    /// The client, once it is connected: the same one until it gives up on reconnecting
    /// (<c>scalems.client.reconnect-deadline</c>). The host disposes it.
    /// </summary>
    /// <param name="system">The host's actor system, available by injection.</param>
    /// <param name="cancellationToken">Ends the wait, not the attempt.</param>
    /// <exception cref="MasterUnavailableException">No master answered within <c>scalems.client.connect-deadline</c>; another call tries again.</exception>
    /// <exception cref="InvalidOperationException">The system was created without <see cref="ScaleMsAkkaExtensions.AddScaleMsClient"/>.</exception>
    public static Task<ScaleMsClient> GetScaleMsClientAsync(this ActorSystem system, CancellationToken cancellationToken = default) =>
        ClientConnection.Of(system).Open().WaitAsync(cancellationToken);
}
