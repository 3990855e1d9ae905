using System.Collections.Immutable;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Master.Commands;
using ScaleMs.Actors.Master.Files;
using ScaleMs.Actors.Master.Journal;
using ScaleMs.Actors.Master.Ledger;
using ScaleMs.Actors.Master.Ledger.Table;
using ScaleMs.Actors.Master.Pool;
using ScaleMs.Actors.Master.Provisioning.Launchers;
using ScaleMs.Actors.Master.Provisioning.Settings;

namespace ScaleMs.Actors.Master;

/// <summary>The options of a master, resolved: every handler is loaded and checked.</summary>
internal sealed record MasterSettings(string Uid, LedgerSettings Ledger, PoolSettings Pool, TimeSpan? DrainDeadline, ImmutableArray<CommandEntry> Commands)
{
    /// <summary>Where files are kept.</summary>
    public KeeperSettings Files { get; init; } = KeeperSettings.From(new FilesOptions("", null, "", 0), new JournalOptions(null, false));

    /// <summary>How workers are started.</summary>
    public ProvisioningSettings Provisioning { get; init; } = new(Uid);

    /// <summary>The ways to start workers, by name.</summary>
    public IReadOnlyDictionary<string, IWorkerLauncher> Launchers { get; init; } = ImmutableDictionary<string, IWorkerLauncher>.Empty;

    /// <summary>Resolves the options.</summary>
    /// <exception cref="InvalidConfigurationException">A command cannot be served.</exception>
    public static MasterSettings From(ScaleMsOptions options) => From(options, ProvisioningSettings.From(options));

    private static MasterSettings From(ScaleMsOptions options, ProvisioningSettings provisioning) => new(
        options.Master.Uid,
        new LedgerSettings(
            options.Master.Uid,
            new LedgerLimits(options.Workers.MaxAttempts, options.Master.Retain, options.Master.RetainBytes, options.Transfer.Max)
            {
                RetainedMicroseconds = (long)options.Master.RetainFor.TotalMicroseconds,
                MaxUnfinished = options.Master.MaxUnfinished,
                MaxUnfinishedBytes = options.Master.MaxUnfinishedBytes,
            })
        {
            TracedShare = options.Telemetry.Sample,
            Transfer = options.Transfer,
            Journal = options.Journal.Path is { } path ? new JournalSettings(path, options.Journal.SyncEveryCommit) : null,
        },
        new PoolSettings(options.Master.Uid)
        {
            MinWorkers = options.Master.MinWorkers,
            MinWorkersDeadline = options.Master.MinWorkersDeadline,
            LostAfter = options.Workers.LostAfter,
            Transfer = options.Transfer,
            RecoveryWait = options.Master.RecoveryWait,
        },
        options.Master.DrainDeadline == TimeSpan.Zero ? null : options.Master.DrainDeadline,
        CommandTable.Load(options.Commands))
    {
        Files = KeeperSettings.From(options.Files, options.Journal),
        Provisioning = provisioning,
        Launchers = LaunchersOf(provisioning),
    };

    private static ImmutableDictionary<string, IWorkerLauncher> LaunchersOf(ProvisioningSettings settings) => ImmutableDictionary<string, IWorkerLauncher>.Empty
        .Add("local", ShellLauncher.Local(settings))
        .Add("ssh", ShellLauncher.OfSsh(settings with { Directory = settings.ConfiguredDirectory }))
        .Add("slurm", new SlurmLauncher(settings.Directory));
}
