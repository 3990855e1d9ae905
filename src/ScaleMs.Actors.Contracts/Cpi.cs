namespace ScaleMs.Actors.Contracts;

/// <summary>Constants shared by all parties of the Compute Provider Interface (the seed's <c>api_name</c> and <c>CPI_MESSAGE</c>).</summary>
public static class Cpi
{
    /// <summary>Name of the interface; part of every registration and session handshake.</summary>
    public const string ApiName = "scalems_v0";

    /// <summary>Version of the message formats in this assembly. A peer with another version is refused.</summary>
    public const int WireVersion = 10;

    /// <summary>Mode of a task description whose <c>metadata</c> is a command for the master.</summary>
    public const string Mode = "scalems.cpi";

    /// <summary>Name of the actor, under <c>/user</c> of the master's system, that clients and workers contact first.</summary>
    public const string GateName = "scalems-gate";

    /// <summary>Why a peer with <paramref name="apiName"/> and <paramref name="wireVersion"/> is refused; null = it is compatible.</summary>
    public static string? Mismatch(string apiName, int wireVersion) =>
        apiName == ApiName && wireVersion == WireVersion
            ? null
            : $"this master speaks {ApiName}, wire version {WireVersion}; the peer speaks {apiName}, wire version {wireVersion}";
}
