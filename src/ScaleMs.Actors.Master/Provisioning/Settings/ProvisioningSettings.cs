using System.Collections.Immutable;
using System.Text;
using ScaleMs.Actors.Connection;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Json;
using ScaleMs.Actors.Contracts.Workers;

namespace ScaleMs.Actors.Master.Provisioning.Settings;

/// <summary>How the master starts workers.</summary>
/// <param name="MasterUid">Begins the uid of each.</param>
internal sealed record ProvisioningSettings(string MasterUid)
{
    /// <summary>The launcher of workers that name none.</summary>
    public string Launcher { get; init; } = "local";

    /// <summary>The command that is <c>scalems</c> where workers run.</summary>
    public ImmutableArray<string> Command { get; init; } = ["scalems"];

    /// <summary>The directory of scripts and logs, absolute.</summary>
    public string Directory { get; init; } = Path.GetFullPath("scalems-workers");

    /// <summary>The same as configured: on a host of <c>ssh</c> it is relative to the home directory.</summary>
    public string ConfiguredDirectory { get; init; } = "scalems-workers";

    /// <summary><c>HOST:PORT</c> at which workers find the master; empty = at the address that it listens on.</summary>
    public string Contact { get; init; } = "";

    /// <summary>How workers secure their connections: as this master does, its files by absolute paths.</summary>
    public TlsOptions Tls { get; init; } = new("", "", "", "", Loopback: false);

    /// <summary>The words of the <c>ssh</c> command, before the host.</summary>
    public ImmutableArray<string> Ssh { get; init; } = ["ssh"];

    /// <summary>Time for a worker to register after its process was started.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time for a job to begin after it was queued.</summary>
    public TimeSpan QueueDeadline { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Most launches at a time that have not registered; the others wait.</summary>
    public int MaxPending { get; init; } = 32;

    /// <summary>Interval at which launched workers are looked at.</summary>
    public TimeSpan LookInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Pause of a launcher after a failure; doubled for each further one in a row.</summary>
    public TimeSpan BackOff { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Failures in a row after which a launcher is paused until a command asks for it again.</summary>
    public int MostFailures { get; init; } = 5;

    /// <summary>Time for workers to end after the master has released them; then they are ended.</summary>
    public TimeSpan EndDeadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many workers the queue may ask for; null = none.</summary>
    public ElasticSettings? Elastic { get; init; }

    /// <summary>Workers that are started with the master.</summary>
    public ImmutableArray<WorkerDescription> AtStart { get; init; } = [];

    /// <summary>Resolves the options.</summary>
    /// <exception cref="InvalidConfigurationException">The description of workers by need is not one.</exception>
    public static ProvisioningSettings From(ScaleMsOptions options) => new(options.Master.Uid)
    {
        Launcher = options.Provisioning.Launcher,
        Command = options.Provisioning.Command.IsEmpty ? ["scalems"] : options.Provisioning.Command,
        Directory = Path.GetFullPath(options.Provisioning.Directory),
        ConfiguredDirectory = options.Provisioning.Directory,
        Contact = ContactOf(options.Provisioning.Contact),
        Tls = options.Tls with { Ca = FullPath(options.Tls.Ca), Certificate = FullPath(options.Tls.Certificate), Key = FullPath(options.Tls.Key) },
        Ssh = [.. options.Provisioning.Ssh.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
        Deadline = options.Provisioning.Deadline,
        QueueDeadline = options.Provisioning.QueueDeadline,
        MaxPending = options.Provisioning.MaxPending,
        Elastic = ElasticOf(options.Provisioning),
        AtStart = [.. options.Provisioning.AtStart.Select(static text => WorkerOf("scalems.provisioning.at-start", text))],
    };

    private static string FullPath(string file) => file.Length == 0 ? "" : Path.GetFullPath(file);

    private static string ContactOf(string contact) => contact.Length == 0 || MasterLocator.Parse(contact) is not null
        ? contact
        : throw new InvalidConfigurationException($"scalems.provisioning.contact = '{contact}': {MasterLocator.Expected(contact)}");

    private static WorkerDescription WorkerOf(string key, string json)
    {
        try
        {
            var worker = ContractsJson.Read(Encoding.UTF8.GetBytes(json), ContractsJson.Info<WorkerDescription>(), "a worker description");
            return worker.Problem() is { } problem ? throw new InvalidConfigurationException($"{key}: {problem}") : worker;
        }
        catch (ProtocolException error)
        {
            throw new InvalidConfigurationException($"{key}: {error.Message}");
        }
    }

    private static ElasticSettings? ElasticOf(ProvisioningOptions options)
    {
        const string Key = "scalems.provisioning.elastic";
        if (options.ElasticMax == 0)
        {
            return options.ElasticMin == 0 ? null : throw new InvalidConfigurationException($"{Key}.min is {options.ElasticMin}, but {Key}.max is 0");
        }

        var worker = WorkerOf($"{Key}.worker", options.ElasticWorker);
        return options.ElasticMin > options.ElasticMax ? throw new InvalidConfigurationException($"{Key}.min is {options.ElasticMin}, which is more than {Key}.max, {options.ElasticMax}")
            : new ElasticSettings(worker with { Launcher = worker.Launcher ?? options.Launcher }, options.ElasticMin, options.ElasticMax, options.ElasticIdleAfter);
    }
}
