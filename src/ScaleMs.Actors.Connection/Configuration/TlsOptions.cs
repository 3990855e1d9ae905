namespace ScaleMs.Actors.Connection.Configuration;

/// <summary><c>scalems.tls</c></summary>
/// <param name="Ca">File of the authority's certificate; if this and the next two are empty, the files of <c>scalems certs create</c>.</param>
/// <param name="Certificate">File of the node's certificate, PEM or PFX.</param>
/// <param name="Key">File of its private key; empty = in the certificate's file.</param>
/// <param name="Password">Password of an encrypted key or a PFX; empty = none.</param>
/// <param name="Loopback">True = nodes that listen only on loopback use TLS as well.</param>
public sealed record TlsOptions(string Ca, string Certificate, string Key, string Password, bool Loopback)
{
    /// <summary>Without the password.</summary>
    public override string ToString() => $"{nameof(TlsOptions)} {{ Ca = {Ca}, Certificate = {Certificate}, Key = {Key}, Loopback = {Loopback} }}";
}
