using System.Net.Sockets;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Node.Tests.Clusters;

/// <summary>The files of a <see cref="SlurmCluster"/>; see slurm.conf(5) and munged(8).</summary>
internal sealed class SlurmFiles(TestDirectory directory)
{
    /// <summary>The only node: this host, by a name that no host of the network has.</summary>
    public const string Node = "node";

    public string Configuration { get; } = directory.File("slurm.conf");

    public string MungeSocket { get; } = directory.File("munge.socket");

    /// <summary>The arguments of munged. It is forced to use a directory that no other user may enter.</summary>
    public string[] Munged =>
    [
        "--foreground", "--force", "--socket", MungeSocket, "--key-file", MungeKey, "--pid-file", directory.File("munged.pid"),
        "--seed-file", directory.File("munged.seed"),
    ];

    // With IPv4 alone, Slurm finds no address to listen at on a machine that has only a loopback device; see AI_ADDRCONFIG in getaddrinfo(3).
    private static string Families => Socket.OSSupportsIPv6 ? "CommunicationParameters=EnableIPv6" : "";

    private string MungeKey => directory.File("munge.key");

    public async Task WriteAsync()
    {
        Directory.CreateDirectory(directory.File("state"));
        Directory.CreateDirectory(directory.File("spool"));
        await File.WriteAllTextAsync(Configuration, Text());
        await ProgramRun.SucceedsAsync(new Dictionary<string, string>(), "/usr/sbin/mungekey", "--create", "--keyfile", MungeKey);
    }

    // The node has more processors than the machine may have. Nothing of it depends on control groups, on a database, or on names that are resolved.
    private string Text() => $"""
        ClusterName=test
        SlurmctldHost={Environment.MachineName}(127.0.0.1)
        SlurmctldPort={Ports.Free()}
        SlurmdPort={Ports.Free()}
        SlurmUser={Environment.UserName}
        SlurmdUser={Environment.UserName}
        {Families}
        AuthType=auth/munge
        AuthInfo=socket={MungeSocket}
        CredType=cred/munge
        StateSaveLocation={directory.File("state")}
        SlurmdSpoolDir={directory.File("spool")}
        SlurmctldPidFile={directory.File("slurmctld.pid")}
        SlurmdPidFile={directory.File("slurmd.pid")}
        SlurmctldLogFile={directory.File("slurmctld.log")}
        SlurmdLogFile={directory.File("slurmd.log")}
        ProctrackType=proctrack/linuxproc
        TaskPlugin=task/none
        JobAcctGatherType=jobacct_gather/none
        AccountingStorageType=accounting_storage/none
        MpiDefault=none
        MailProg=/bin/true
        SelectType=select/cons_tres
        SelectTypeParameters=CR_CPU
        SlurmdParameters=config_overrides
        SchedulerParameters=batch_sched_delay=0
        ReturnToService=2
        SlurmdTimeout=60
        MessageTimeout=30
        BatchStartTimeout=60
        KillWait=5
        NodeName={Node} NodeHostname={Environment.MachineName} NodeAddr=127.0.0.1 CPUs=8 RealMemory=16384
        PartitionName=debug Nodes={Node} Default=YES MaxTime=60
        PartitionName=long Nodes={Node} MaxTime=INFINITE
        """ + "\n";
}
