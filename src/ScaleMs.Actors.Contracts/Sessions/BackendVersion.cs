using System.Text.Json;
using ScaleMs.Actors.Contracts.Json;

namespace ScaleMs.Actors.Contracts.Sessions;

/// <summary>Identity of the backend, the answer to <see cref="Commands.HelloCommand"/> (the seed's <c>BackendVersion</c>).</summary>
public sealed record BackendVersion(string Name, string Version)
{
    /// <summary>The name of the backend that this product replaces, so that its clients recognise the answer.</summary>
    public static BackendVersion Current { get; } = new("scalems.radical.raptor", "0.0.0");

    /// <summary><c>{"name": …, "version": …}</c>, the return value of a hello.</summary>
    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, ContractsJson.Info<BackendVersion>());

    /// <summary>The seed's <c>repr</c>, the standard output of a hello: <c>BackendVersion(name='…', version='…')</c>.</summary>
    public override string ToString() => $"BackendVersion(name='{Name}', version='{Version}')";
}
