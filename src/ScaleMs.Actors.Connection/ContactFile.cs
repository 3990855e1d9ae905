using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Akka.Actor;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Connection.Security;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Json;
using ScaleMs.Actors.Contracts.Text;

namespace ScaleMs.Actors.Connection;

/// <summary>Where a master is: a file on a file system that its workers and clients share, readable only by its owner.</summary>
public sealed record ContactFile
{
    // Batch scripts start the master and its workers at the same time.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Protocol of the master's address: <c>akka.tcp</c>, or <c>akka.ssl.tcp</c> with TLS.</summary>
    [JsonPropertyName("scheme")]
    public required string Scheme { get; init; }

    [JsonPropertyName("host")]
    public required string Host { get; init; }

    [JsonPropertyName("port")]
    public required int Port { get; init; }

    /// <summary>SHA-256 of the certificate of the authority that the master trusts, in hexadecimal digits; empty = without TLS.</summary>
    [JsonPropertyName("authority")]
    public string Authority { get; init; } = "";

    /// <summary>A secret of this master, which requests to <see cref="Page"/> need.</summary>
    [JsonPropertyName("token")]
    public required string Token { get; init; }

    /// <summary>URL of the status page and the HTTP API, without the token; empty = there is none; null = not yet.</summary>
    [JsonPropertyName("page")]
    public string? Page { get; init; }

    /// <summary><c>HOST:PORT</c>.</summary>
    [JsonIgnore]
    public string Contact => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    /// <summary>The contact of a master in this system.</summary>
    /// <exception cref="InvalidConfigurationException">The system has no port.</exception>
    public static ContactFile Of(ActorSystem system)
    {
        var address = ((ExtendedActorSystem)system).Provider.DefaultAddress;
        return address is not { Host: { } host, Port: { } port }
            ? throw new InvalidConfigurationException("scalems.master.contact-file names a file, but this master has no port")
            : new ContactFile
            {
                Scheme = address.Protocol,
                Host = host,
                Port = port,
                Authority = NodeProtection.IsSecure(system) ? NodeProtection.AuthorityFingerprint(OptionsReader.Tls(system.Settings.Config)) : "",
                Token = NewToken(),
            };
    }

    /// <summary>A new secret.</summary>
    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <exception cref="InvalidConfigurationException">It cannot be written.</exception>
    public void Write(string path)
    {
        var next = $"{path}.{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}";
        try
        {
            File.Delete(next);
            using (var file = new FileStream(next, PrivateFile.New()))
            {
                JsonSerializer.Serialize(file, this, ContractsJson.Info<ContactFile>());
            }

            File.Move(next, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidConfigurationException($"the contact file '{path}' cannot be written: {error.Message}");
        }
    }

    /// <summary>Reads the file, and waits for it for a while if it is not there.</summary>
    /// <exception cref="InvalidConfigurationException">It is not there in time, or is no contact file.</exception>
    public static ContactFile Read(string path, TimeSpan patience)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!File.Exists(path))
        {
            if (TimeProvider.System.GetElapsedTime(begun) >= patience)
            {
                throw new InvalidConfigurationException(string.Create(
                    CultureInfo.InvariantCulture, $"the contact file '{path}' was not there within {patience.TotalSeconds:0.#} s{Instead(path)}; a master writes it with 'scalems seed --contact-file'"));
            }

            Thread.Sleep(Interval);
        }

        try
        {
            var contact = ContractsJson.Read(File.ReadAllBytes(path), ContractsJson.Info<ContactFile>(), "a contact file");
            return MasterLocator.Parse(contact.Contact) is null ? throw new ProtocolException($"host and port are '{contact.Contact}'; {MasterLocator.Expected(contact.Contact)}") : contact;
        }
        catch (Exception error) when (error is ProtocolException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidConfigurationException($"the contact file '{path}' cannot be used: {error.Message}");
        }
    }

    /// <summary>Why a node with these settings cannot reach the master; null = it may.</summary>
    /// <exception cref="InvalidConfigurationException">The master uses TLS, and the node has no certificates.</exception>
    public string? Problem(TlsOptions tls) =>
        Authority.Length == 0 || NodeProtection.AuthorityFingerprint(tls) is var own && own == Authority ? null
        : $"the master trusts the authority {Authority}, and this node another, {NodeProtection.AuthorityFingerprint(tls)}: they need the same certificates, see 'scalems certs'";

    private static string Instead(string path)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return !Directory.Exists(directory) ? $"; there is no directory '{directory}'"
            : NearestName.Beside(Path.GetFullPath(path), Directory.EnumerateFiles) is { } near ? $"; did you mean '{near}'?"
            : "";
    }
}
