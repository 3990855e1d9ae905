namespace ScaleMs.Actors.Contracts.Transfer;

/// <summary>Asks a node how to open a direct connection to it. Answered with <see cref="DirectOffer"/>.</summary>
public sealed record DirectRequest : ITransferMessage
{
    public static readonly DirectRequest Instance = new();
}

/// <summary>Answer to <see cref="DirectRequest"/>.</summary>
/// <param name="Port">Where the node listens, on the host of its address; 0 = it takes no direct connections.</param>
/// <param name="Secret">What a connection has to begin with, so that only who can send messages to the node can use that port.</param>
public sealed record DirectOffer(int Port, Guid Secret) : ITransferMessage;
