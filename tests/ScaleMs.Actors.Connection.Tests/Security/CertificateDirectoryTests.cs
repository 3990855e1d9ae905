using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Connection.Security;

namespace ScaleMs.Actors.Connection.Tests.Security;

public sealed class CertificateDirectoryTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public void What_was_made_is_readable_for_its_owner_only()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_certificates.Made.Path));
        Assert.Equal(4, Directory.GetFiles(_certificates.Made.Path).Length);
        foreach (var file in Directory.GetFiles(_certificates.Made.Path))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public void A_certificate_that_was_made_is_good_for_a_node_for_ten_years()
    {
        var (authority, node) = _certificates.Made.Read();

        Assert.Null(new Authority([authority]).Problem(node));
        Assert.InRange(node.NotAfter, DateTime.Now.AddYears(10).AddDays(-2), DateTime.Now.AddYears(10).AddDays(2));
        Assert.True(node.MatchesHostname("localhost"));
        Assert.True(node.MatchesHostname(Environment.MachineName));
        Assert.True(node.MatchesHostname("127.0.0.1"));
    }

    [Fact]
    public void What_is_there_is_not_overwritten_without_being_told_to()
    {
        var before = File.ReadAllText(_certificates.Ca);

        var error = Assert.Throws<InvalidConfigurationException>(() => _certificates.Made.Create(overwrite: false));

        Assert.StartsWith($"{_certificates.Ca} exists", error.Message, StringComparison.Ordinal);
        Assert.Contains("scalems certs renew", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(_certificates.Ca));
        _certificates.Made.Create(overwrite: true);
        Assert.NotEqual(before, File.ReadAllText(_certificates.Ca));
        _certificates.Load();
    }

    [Fact]
    public void A_renewed_certificate_is_another_one_of_the_same_authority()
    {
        var (authority, old) = _certificates.Made.Read();

        _certificates.Made.Renew();

        var (_, renewed) = _certificates.Made.Read();
        Assert.NotEqual(old.Thumbprint, renewed.Thumbprint);
        Assert.Null(new Authority([authority]).Problem(old));
        Assert.Null(new Authority([authority]).Problem(renewed));
        _certificates.Load();
    }

    [Fact]
    public void Nothing_is_renewed_without_the_authority_s_key()
    {
        File.Delete(_certificates.File(CertificateFiles.CaKeyName));

        var error = Assert.Throws<InvalidConfigurationException>(_certificates.Made.Renew);

        Assert.StartsWith(_certificates.File(CertificateFiles.CaKeyName), error.Message, StringComparison.Ordinal);
    }
}
