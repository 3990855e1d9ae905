using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Node.Tests.Clusters;

/// <summary>A real sshd of this machine's loopback address, which lets in who runs the tests, with keys of its own.</summary>
internal sealed class SshHost : IAsyncDisposable
{
    private static readonly Dictionary<string, string> NoVariables = [];

    private readonly TestDirectory _directory;
    private readonly DaemonGroup _daemons;

    private SshHost(TestDirectory directory) => (_directory, _daemons) = (directory, new DaemonGroup(directory, NoVariables));

    /// <summary>Whether all of its programs are installed.</summary>
    public static bool IsPossible { get; } = Array.TrueForAll(
        ["/usr/sbin/sshd", "/usr/bin/ssh", "/usr/bin/ssh-keygen", "/usr/bin/python3"],
        File.Exists);

    public int Port { get; } = Ports.Free();

    /// <summary>Process id of sshd.</summary>
    public int Id { get; private set; }

    /// <summary>Configuration for <c>ssh -F</c>, which calls the host <c>node</c>.</summary>
    public string ConfigFile => _directory.File("ssh_config");

    /// <summary>The same, but without the host's key.</summary>
    public string UnknownHostConfigFile => _directory.File("ssh_config_unknown");

    /// <summary>All processes of sshd and its sessions.</summary>
    public long[] Processes => _daemons.Processes;

    /// <summary>Starts it, and waits until it listens.</summary>
    public static async Task<SshHost> StartAsync(TestDirectory directory)
    {
        var host = new SshHost(directory);
        try
        {
            await host.WriteAsync();
            host.Id = await host._daemons.StartAsync("sshd.log", "/usr/sbin/sshd", "-D", "-e", "-f", directory.File("sshd_config"));
            await host._daemons.SaysAsync("sshd.log", "Server listening on");
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }

        return host;
    }

    public ValueTask DisposeAsync() => _daemons.DisposeAsync();

    private async Task WriteAsync()
    {
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
        {
            // sshd of root does not start without it, or if others may write there, and only a service manager makes it.
            Directory.CreateDirectory("/run/sshd", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        foreach (var key in (string[])["host_key", "user_key"])
        {
            await ProgramRun.SucceedsAsync(NoVariables, "/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", _directory.File(key));
        }

        await File.WriteAllTextAsync(_directory.File("known_hosts"), $"node {await File.ReadAllTextAsync(_directory.File("host_key.pub"))}");
        await File.WriteAllTextAsync(_directory.File("known_hosts_none"), "");
        await File.WriteAllTextAsync(ConfigFile, Client("known_hosts"));
        await File.WriteAllTextAsync(UnknownHostConfigFile, Client("known_hosts_none"));
        await File.WriteAllTextAsync(_directory.File("sshd_config"), Server());
    }

    // Programs are found where these tests find them. The limit on connections that have not logged in is lifted, because sshd drops some at random.
    private string Server() => $"""
        ListenAddress 127.0.0.1:{Port}
        HostKey {_directory.File("host_key")}
        AuthorizedKeysFile {_directory.File("user_key.pub")}
        PidFile {_directory.File("sshd.pid")}
        PermitRootLogin prohibit-password
        AuthenticationMethods publickey
        StrictModes no
        UsePAM no
        UseDNS no
        PrintMotd no
        PrintLastLog no
        MaxStartups 1000
        SetEnv "PATH={Environment.GetEnvironmentVariable("PATH")}"
        Subsystem sftp internal-sftp
        """ + "\n";

    private string Client(string knownHosts) => $"""
        Host node
            HostName 127.0.0.1
            Port {Port}
            User {Environment.UserName}
            HostKeyAlias node
            IdentityFile {_directory.File("user_key")}
            IdentitiesOnly yes
            IdentityAgent none
            UserKnownHostsFile {_directory.File(knownHosts)}
            GlobalKnownHostsFile /dev/null
            UpdateHostKeys no
            StrictHostKeyChecking yes
        """ + "\n";
}
