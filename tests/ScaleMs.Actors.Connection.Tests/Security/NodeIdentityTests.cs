using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScaleMs.Actors.Connection.Security;

namespace ScaleMs.Actors.Connection.Tests.Security;

public sealed class NodeIdentityTests : IDisposable
{
    private const string Server = "1.3.6.1.5.5.7.3.1";
    private const string Client = "1.3.6.1.5.5.7.3.2";

    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public void A_certificate_and_its_key_may_be_in_one_file()
    {
        var both = _certificates.Write("both.pem", File.ReadAllText(_certificates.Certificate) + File.ReadAllText(_certificates.Key));

        Assert.True(NodeIdentity.Load(new CertificateFiles(_certificates.Ca, both, "", "")).Certificate.HasPrivateKey);
    }

    [Fact]
    public void A_pfx_is_read_with_its_password()
    {
        var pfx = _certificates.File("node.pfx");
        using var certificate = X509Certificate2.CreateFromPemFile(_certificates.Certificate, _certificates.Key);
        File.WriteAllBytes(pfx, certificate.Export(X509ContentType.Pfx, "right"));

        Assert.True(NodeIdentity.Load(new CertificateFiles(_certificates.Ca, pfx, "", "right")).Certificate.HasPrivateKey);
        var error = _certificates.Refusal(new CertificateFiles(_certificates.Ca, pfx, "", "wrong"));
        Assert.StartsWith($"scalems.tls: {pfx}: ", error, StringComparison.Ordinal);
        Assert.Contains("SCALEMS_TLS_PASSWORD", error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_encrypted_key_is_read_with_its_password()
    {
        using var certificate = X509Certificate2.CreateFromPemFile(_certificates.Certificate, _certificates.Key);
        using var key = certificate.GetECDsaPrivateKey()!;
        var encrypted = _certificates.Write("secret.key", key.ExportEncryptedPkcs8PrivateKeyPem("right", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));

        Assert.True(NodeIdentity.Load(_certificates.Files with { Key = encrypted, Password = "right" }).Certificate.HasPrivateKey);
        Assert.Contains($"{encrypted}: the password is wrong", _certificates.Refusal(_certificates.Files with { Key = encrypted, Password = "wrong" }), StringComparison.Ordinal);
        Assert.Contains("the key is encrypted; give its password in SCALEMS_TLS_PASSWORD", _certificates.Refusal(_certificates.Files with { Key = encrypted }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_missing_is_named()
    {
        File.Delete(_certificates.Key);

        Assert.StartsWith($"scalems.tls: {_certificates.Key}: it cannot be read", _certificates.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_certificate_is_named()
    {
        _certificates.Write(CertificateFiles.CertificateName, "-----BEGIN CERTIFICATE-----\nbm9uZQ==\n-----END CERTIFICATE-----\n");

        Assert.StartsWith($"scalems.tls: {_certificates.Certificate}: a certificate is expected", _certificates.Refusal(), StringComparison.Ordinal);
        Assert.StartsWith($"scalems.tls: {_certificates.Key}: there is no certificate in it", _certificates.Refusal(_certificates.Files with { Ca = _certificates.Key }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_of_another_certificate_is_refused()
    {
        using var other = new TestCertificates();

        Assert.StartsWith(
            $"scalems.tls: {other.Key}: it is not the private key of the certificate 'CN=scalems node'",
            _certificates.Refusal(_certificates.Files with { Key = other.Key }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_without_a_key_is_refused() => Assert.StartsWith(
        $"scalems.tls: {_certificates.Certificate}: there is no private key in it; name the key's file in scalems.tls.key",
        _certificates.Refusal(_certificates.Files with { Key = "" }),
        StringComparison.Ordinal);

    [Fact]
    public void A_certificate_of_another_authority_is_refused()
    {
        using var other = new TestCertificates();

        Assert.Contains("not by the authority 'CN=scalems authority", _certificates.Refusal(_certificates.Files with { Ca = other.Ca }), StringComparison.Ordinal);
    }

    [Fact]
    public void An_authority_of_the_same_name_is_another_one()
    {
        using var authority = _certificates.Authority();
        using var impostor = new CertificateMaker(TimeProvider.System).Authority(authority.Subject[3..]);
        Assert.Equal(authority.Subject, impostor.Subject);
        _certificates.Replace(new CertificateMaker(TimeProvider.System).Node(impostor));

        Assert.StartsWith($"scalems.tls: {_certificates.Certificate}: ", _certificates.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_expired_certificate_is_refused_with_its_date()
    {
        using var authority = _certificates.Authority();
        _certificates.Replace(new CertificateMaker(TimeProvider.System).Node(authority, DateTimeOffset.UtcNow.AddMinutes(-1)));

        var error = _certificates.Refusal();

        Assert.StartsWith($"scalems.tls: {_certificates.Certificate}: 'CN=scalems node' expired on {DateTime.Now.Year}", error, StringComparison.Ordinal);
        Assert.Contains("scalems certs renew", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Server)]
    [InlineData(Client)]
    public void A_certificate_that_is_only_for_one_side_is_refused(string purpose)
    {
        using var authority = _certificates.Authority();
        _certificates.Replace(TestCertificates.For(authority, purpose));

        Assert.Contains("it is not valid for both servers and clients", _certificates.Refusal(), StringComparison.Ordinal);
    }
}
