using System.Diagnostics;
using ScaleMs.Actors.Connection.Security;
using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.Node.Tests.Security;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Node.Tests.Ranks;

/// <summary>
/// Two network namespaces with a link between them, each with a host name of its own: two hosts for everything that talks over the network. See
/// ip-netns(8). Open MPI starts its daemon there by a script, in the place of ssh, which passes no variables on either.
/// </summary>
internal sealed class TwoHosts : IAsyncDisposable
{
    private readonly string[] _names = [.. "ab".Select(static letter => $"scalems-{Guid.NewGuid().ToString("N")[..8]}-{letter}")];
    private readonly TestDirectory _directory = new();
    private readonly List<NodeProcess> _processes = [];

    public TwoHosts()
    {
        new CertificateDirectory(SecureSeed.Certificates(_directory), TimeProvider.System).Create(overwrite: false);
        _directory.Write("agent", $"""
            case $1 in {Address(0)}) host={_names[0]};; *) host={_names[1]};; esac
            shift
            exec env -i PATH="$PATH" HOME="$HOME" ip netns exec $host unshare --uts /bin/sh -c "hostname $host; $*"
            """);
        Array.ForEach(_names, static name => Ip("netns", "add", name));
        Ip("-n", _names[0], "link", "add", "eth0", "type", "veth", "peer", "name", "eth0", "netns", _names[1]);
        for (var host = 0; host < _names.Length; host++)
        {
            Ip("-n", _names[host], "addr", "add", $"{Address(host)}/24", "dev", "eth0");
            Ip("-n", _names[host], "link", "set", "lo", "up");
            Ip("-n", _names[host], "link", "set", "eth0", "up");
        }
    }

    /// <summary>Whether this user may make namespaces, and the programs for that are there.</summary>
    public static bool ArePossible { get; } = File.Exists("/usr/bin/unshare") && File.Exists("/bin/ip") && Run("unshare", "--net", "--uts", "true") == 0;

    /// <summary>The address of a host, which only the two can see.</summary>
    public static string Address(int host) => $"10.213.7.{host + 1}";

    /// <summary>Starts the executable on a host.</summary>
    public NodeProcess Start(int host, params string[] arguments)
    {
        var process = NodeProcess.StartInShell(
            _directory,
            $"""
            export XDG_CONFIG_HOME={_directory.Path} OMPI_MCA_plm_rsh_agent={_directory.File("agent")}
            set -- ip netns exec {_names[host]} unshare --uts /bin/sh -c 'hostname {_names[host]}; exec "$@"' sh "$@"
            """,
            [.. arguments, "--set", $"akka.remote.dot-netty.tcp.hostname={Address(host)}"]);
        process.Others = _processes;
        _processes.Add(process);
        return process;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        Array.ForEach(_names, static name => Ip("netns", "delete", name));
        _directory.Dispose();
    }

    private static void Ip(params string[] arguments) => Assert.Equal(0, Run("ip", arguments));

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode;
    }
}
