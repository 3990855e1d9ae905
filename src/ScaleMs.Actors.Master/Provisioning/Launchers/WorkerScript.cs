using System.Globalization;
using System.Text;
using System.Text.Json;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.Master.Provisioning.Settings;

namespace ScaleMs.Actors.Master.Provisioning.Launchers;

/// <summary>The shell script that runs a worker, for every launcher. It may have a password, so only its owner can read it.</summary>
internal static class WorkerScript
{
    /// <summary>Marks the processes of a launch. Not one of SCALEMS_…, which are keys of the configuration.</summary>
    public const string Variable = "LAUNCHED_BY_SCALEMS";

    /// <summary>Writes it.</summary>
    /// <param name="launch">The worker.</param>
    /// <param name="settings">How workers are started.</param>
    /// <param name="contact"><c>HOST:PORT</c> of the master.</param>
    public static string Of(WorkerLaunch launch, ProvisioningSettings settings, string contact)
    {
        var worker = launch.Worker;
        var script = new StringBuilder("#!/bin/sh\n").Append("export ").Append(Variable).Append('=').Append(launch.Id).Append('\n');
        AddTls(script, settings.Tls);
        foreach (var (name, value) in worker.Environment)
        {
            Export(script, name, value ?? "");
        }

        foreach (var line in worker.PreExec)
        {
            script.Append(line).Append("\nscalems_code=$?\n[ \"$scalems_code\" -eq 0 ] || { echo ")
                .Append(ShellText.Quote($"scalems: pre_exec failed: {line}")).Append("\" (exit code $scalems_code)\" >&2; exit \"$scalems_code\"; }\n");
        }

        if (worker.NamedEnv is { Length: > 0 } env)
        {
            var python = ShellText.Quote($"{env}/bin/python3");
            script.Append("[ -x ").Append(python).Append(" ] || { echo ")
                .Append(ShellText.Quote($"scalems: named_env '{env}' is not a virtual environment: {env}/bin/python3 does not exist")).Append(" >&2; exit 1; }\n")
                .Append("export VIRTUAL_ENV=").Append(ShellText.Quote(env)).Append(" PATH=").Append(ShellText.Quote($"{env}/bin")).Append(":\"$PATH\"\nunset PYTHONHOME\n");
        }

        script.Append("exec");
        foreach (var word in settings.Command.Concat(Arguments(launch, contact)))
        {
            script.Append(' ').Append(ShellText.Quote(word));
        }

        return script.ToString();
    }

    /// <summary>In the environment, because other users can see command lines; a worker's own environment and arguments take precedence.</summary>
    private static void AddTls(StringBuilder script, TlsOptions tls)
    {
        (string Key, string Value)[] keys = [("CA", tls.Ca), ("CERTIFICATE", tls.Certificate), ("KEY", tls.Key), ("PASSWORD", tls.Password), ("LOOPBACK", tls.Loopback ? "on" : "")];
        foreach (var (key, value) in keys.Where(static key => key.Value.Length > 0))
        {
            // Without quotes it would be read as HOCON.
            Export(script, $"SCALEMS_TLS_{key}", value is ['[' or '{' or '"', ..] ? JsonSerializer.Serialize(value) : value);
        }

        if (tls.Password.Length > 0)
        {
            // The shell has opened it, and the password would stay in it for ever.
            script.Append("rm -f \"$0\"\n");
        }
    }

    private static void Export(StringBuilder script, string name, string value) =>
        script.Append("export ").Append(name).Append('=').Append(ShellText.Quote(value)).Append('\n');

    private static IEnumerable<string> Arguments(WorkerLaunch launch, string contact)
    {
        var worker = launch.Worker;
        List<string> arguments =
        [
            "worker",
            "--seed", contact,
            "--slots", worker.Slots.ToString(CultureInfo.InvariantCulture),
            "--set", $"scalems.worker.launch={launch.Uid}",
            "--set", $"scalems.worker.name={launch.Uid}",
        ];
        if (worker.Gpus > 0 && worker.Launcher != "slurm")
        {
            // Slurm sets the variable that says which ones.
            arguments.AddRange(["--gpus", worker.Gpus.ToString(CultureInfo.InvariantCulture)]);
        }

        if (worker.MemPerRank > 0)
        {
            arguments.AddRange(["--memory", string.Create(CultureInfo.InvariantCulture, $"{(long)Math.Ceiling(worker.Ranks * worker.MemPerRank)}MiB")]);
        }

        if (worker.TimeLimit > 0)
        {
            arguments.AddRange(["--time-limit", string.Create(CultureInfo.InvariantCulture, $"{worker.TimeLimit * 60:0.###}s")]);
        }

        foreach (var pair in worker.VersionedModules)
        {
            arguments.AddRange(["--set", $"scalems.worker.versioned-modules.\"{pair[0]}\"={pair[1]}"]);
        }

        if (worker.RaptorFile is { } file)
        {
            arguments.AddRange(["--set", $"scalems.worker.raptor-file={file}"]);
        }

        if (worker.RaptorClass is { } name)
        {
            arguments.AddRange(["--set", $"scalems.worker.raptor-class={name}"]);
        }

        return arguments.Concat(worker.Arguments);
    }
}
