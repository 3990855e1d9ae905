using System.Collections.Immutable;
using System.Globalization;
using Akka.Configuration;
using Akka.Configuration.Hocon;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Connection.Configuration;

/// <summary>Reads the options and checks each value.</summary>
internal static class OptionsReader
{
    // It must fit into one array, and there may be several transfers at the same time.
    private const long MaxTransfer = 1L << 30;

    public static ScaleMsOptions Read(Config config) => new()
    {
        Master = new MasterOptions(
            Text(config, "scalems.master.uid", mayBeEmpty: false),
            Whole(config, "scalems.master.min-workers", 0, 1_000_000),
            Duration(config, "scalems.master.min-workers-deadline"),
            Duration(config, "scalems.master.drain-deadline", mayBeZero: true),
            Whole(config, "scalems.master.retain", 0, int.MaxValue),
            Size(config, "scalems.master.retain-bytes"),
            Duration(config, "scalems.master.retain-for"),
            Whole(config, "scalems.master.max-unfinished", 1, int.MaxValue),
            Size(config, "scalems.master.max-unfinished-bytes"),
            Duration(config, "scalems.master.recovery-wait", mayBeZero: true),
            Text(config, "scalems.master.report"))
        {
            ContactFile = Text(config, "scalems.master.contact-file"),
        },
        Journal = new JournalOptions(
            Text(config, "scalems.journal") is var path && path is not ("" or "off" or "false") ? path : null,
            OneOf(config, "scalems.journal-sync", "full", "normal") == "full"),
        Workers = new WorkerPoolOptions(
            Duration(config, "scalems.workers.lost-after"),
            Whole(config, "scalems.workers.max-attempts", 1, 1_000)),
        Provisioning = new ProvisioningOptions(
            OneOf(config, "scalems.provisioning.launcher", "local", "ssh", "slurm"),
            Texts(config, "scalems.provisioning.command"),
            Text(config, "scalems.provisioning.directory", mayBeEmpty: false),
            Text(config, "scalems.provisioning.contact"),
            Text(config, "scalems.provisioning.ssh", mayBeEmpty: false),
            Duration(config, "scalems.provisioning.deadline"),
            Duration(config, "scalems.provisioning.queue-deadline"),
            Whole(config, "scalems.provisioning.max-pending", 1, 10_000),
            Whole(config, "scalems.provisioning.elastic.min", 0, 10_000),
            Whole(config, "scalems.provisioning.elastic.max", 0, 10_000),
            Duration(config, "scalems.provisioning.elastic.idle-after"),
            Text(config, "scalems.provisioning.elastic.worker", expected: "a worker description as JSON"))
        {
            AtStart = Texts(config, "scalems.provisioning.at-start"),
        },
        Http = new HttpOptions(Port(config, "scalems.http.port"), Text(config, "scalems.http.host", mayBeEmpty: false)),
        Telemetry = Telemetry(config),
        Worker = new WorkerOptions(
            Text(config, "scalems.worker.name"),
            Whole(config, "scalems.worker.slots", 0, TaskDescription.MaxSlots),
            Whole(config, "scalems.worker.prefetch", 0, 1_000_000),
            OneOf(config, "scalems.worker.isolation", "process", "none"),
            Texts(config, "scalems.worker.modules"),
            Text(config, "scalems.worker.python"),
            Whole(config, "scalems.worker.max-waiting", 1, 1_000),
            Text(config, "scalems.worker.mpi", expected: "on or off") switch
            {
                "on" or "true" => true,
                "off" or "false" => false,
                var other => throw new InvalidConfigurationException($"scalems.worker.mpi is '{other}'; on or off is expected"),
            },
            Text(config, "scalems.worker.mpi-launcher"),
            Map(config, "scalems.worker.versioned-modules"),
            Map(config, "scalems.worker.modes"),
            Map(config, "scalems.worker.agents"),
            Duration(config, "scalems.worker.grace", mayBeZero: true),
            Size(config, "scalems.worker.output-limit"),
            Duration(config, "scalems.worker.register-deadline"),
            new RecycleOptions(
                IsOff(config, "scalems.worker.recycle-after-tasks") ? 0 : Whole(config, "scalems.worker.recycle-after-tasks", 1, int.MaxValue),
                IsOff(config, "scalems.worker.recycle-after-memory") ? 0 : Size(config, "scalems.worker.recycle-after-memory")),
            new ResourceOptions(
                SizeOrAuto(config, "scalems.worker.memory"),
                SizeOrAuto(config, "scalems.worker.storage"),
                Gpus(config),
                OneOf(config, "scalems.worker.gpu-variable", "auto", "CUDA_VISIBLE_DEVICES", "ROCR_VISIBLE_DEVICES") is var variable && variable == "auto" ? "" : variable,
                OneOf(config, "scalems.worker.memory-limit", "auto", "cgroup", "sampling"),
                NamedResources(config)))
        {
            DiskReserve = SizeOrOff(config, "scalems.worker.disk-reserve"),
            Launch = Text(config, "scalems.worker.launch"),
            TimeLimit = Text(config, "scalems.worker.time-limit", expected: "a duration such as 1h, or off") is "off" or "false" ? null : Duration(config, "scalems.worker.time-limit"),
            Raptor = (Text(config, "scalems.worker.raptor-file"), Text(config, "scalems.worker.raptor-class")),
        },
        Client = new ClientOptions(
            Texts(config, "scalems.client.contact"),
            Duration(config, "scalems.client.connect-deadline"),
            Duration(config, "scalems.client.reconnect-deadline", mayBeZero: true),
            Whole(config, "scalems.client.max-in-flight", 1, int.MaxValue)),
        Transfer = Transfer(config),
        Files = new FilesOptions(
            Text(config, "scalems.files.store"),
            Text(config, "scalems.files.store-size", expected: "a size such as 500 GiB, or off") is "off" or "false" ? null : Size(config, "scalems.files.store-size"),
            Text(config, "scalems.files.cache"),
            Size(config, "scalems.files.cache-size")),
        Tls = Tls(config),
        Log = new LogOptions(
            OneOf(config, "scalems.log.level", "DEBUG", "INFO", "WARNING", "ERROR"),
            Text(config, "scalems.log.file"),
            OneOf(config, "scalems.log.format", "text", "json")),
        Commands = Map(config, "scalems.commands"),
        AllowedTypes = AllowedTypes(config),
        Converters = Texts(config, "scalems.serialization.converters"),
    };

    /// <summary><c>scalems.serialization.allowed-types</c> alone, for the serialization bindings.</summary>
    public static ImmutableArray<string> AllowedTypes(Config config) => Texts(config, "scalems.serialization.allowed-types");

    /// <summary><c>scalems.transfer.port</c>; null = off, or the system has no configuration of the product.</summary>
    public static int? DirectPort(Config config)
    {
        const string Key = "scalems.transfer.port";
        return config.HasPath(Key) ? Port(config, Key) : null;
    }

    /// <summary>Most bytes of a batch that is sent by itself.</summary>
    public static long LargestTransfer(Config config) => Size(config, "scalems.transfer.max") + BatchLimits.Overhead;

    /// <summary><c>scalems.tls</c> alone, which is needed before the rest.</summary>
    public static TlsOptions Tls(Config config) => new(
        Text(config, "scalems.tls.ca"),
        Text(config, "scalems.tls.certificate"),
        Text(config, "scalems.tls.key"),
        Text(config, "scalems.tls.password"),
        OneOf(config, "scalems.tls.loopback", "on", "off", "true", "false") is "on" or "true");

    private static int? Port(Config config, string path)
    {
        const string Expected = "a port, 0 for a free one, or off";
        var text = Text(config, path, expected: Expected);
        return text is "off" or "false" ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue ? port
            : throw Invalid(path, text, Expected);
    }

    private static TelemetryOptions Telemetry(Config config)
    {
        const string Otlp = "scalems.telemetry.otlp";
        const string Expected = "the URL of a collector such as http://127.0.0.1:4317, or off";
        const string Sample = "scalems.telemetry.sample";
        const string Share = "a number from 0 to 1";
        var (otlp, sample) = (Text(config, Otlp, expected: Expected), Text(config, Sample, expected: Share));
        return new TelemetryOptions(
            otlp is "off" or "false" ? null
                : Uri.TryCreate(otlp, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : throw Invalid(Otlp, otlp, Expected),
            OneOf(config, "scalems.telemetry.otlp-protocol", "grpc", "http/protobuf"),
            Port(config, "scalems.telemetry.prometheus"),
            double.TryParse(sample, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share <= 1 ? share : throw Invalid(Sample, sample, Share),
            Duration(config, "scalems.telemetry.interval"));
    }

    private static TransferOptions Transfer(Config config)
    {
        const string Inline = "scalems.transfer.inline";
        const string Max = "scalems.transfer.max";
        const string Frame = "akka.remote.dot-netty.tcp.maximum-frame-size";
        var options = new TransferOptions(Size(config, Inline), Size(config, Max), Size(config, Frame) / 2);
        _ = DirectPort(config);
        if (options.Max > MaxTransfer)
        {
            throw Invalid(Max, Text(config, Max), "1 GiB or less");
        }

        // A batch of the usual size may contain one such row in addition.
        var largest = options.MaxMessage - (2 * BatchLimits.Bytes);
        return options.Inline <= largest
            ? options
            : throw Invalid(Inline, Text(config, Inline), $"{Math.Max(0, largest)} bytes or less, with {Frame} = {Text(config, Frame)},");
    }

    private static string Text(Config config, string path, bool mayBeEmpty = true, string expected = "a text") =>
        Literal(config.GetValue(path), path, expected) is var text && (mayBeEmpty || text.Length > 0)
            ? text
            : throw Invalid(path, text, "a text that is not empty");

    private static int Whole(Config config, string path, int min, int max)
    {
        var expected = max == int.MaxValue ? $"a whole number of {min} or more" : $"a whole number from {min} to {max}";
        var text = Text(config, path, expected: expected);
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw Invalid(path, text, expected);
    }

    private static TimeSpan Duration(Config config, string path, bool mayBeZero = false)
    {
        const string Expected = "a duration such as 5s, 500ms or 2m";
        var text = Text(config, path, expected: Expected);
        var value = Get(path, text, Expected, () => config.GetTimeSpan(path, null, false));
        return value > TimeSpan.Zero || (mayBeZero && value == TimeSpan.Zero) ? value : throw Invalid(path, text, Expected);
    }

    private static long Size(Config config, string path)
    {
        const string Expected = "a size such as 64 KiB or 1 MiB";
        var text = Text(config, path, expected: Expected);
        var value = Get(path, text, Expected, () => config.GetByteSize(path, null));
        return value is > 0 && IsWhole(text, value.Value) ? value.Value : throw Invalid(path, text, Expected);
    }

    /// <summary>Akka.NET multiplies number and unit without an overflow check: beyond 8 EiB its result is arbitrary.</summary>
    private static bool IsWhole(string text, long value)
    {
        var unit = text.TrimStart().TrimStart([.. "0123456789"]);
        var number = decimal.Parse(text[..^unit.Length], CultureInfo.InvariantCulture);
        return number * (ConfigurationFactory.ParseString($"one = \"1{unit}\"").GetByteSize("one", null) ?? 1) == value;
    }

    /// <summary>A size; off = 0, auto = null.</summary>
    private static long? SizeOrAuto(Config config, string path) => Text(config, path, expected: "a size such as 64 GiB, auto or off") switch
    {
        "auto" => null,
        "off" or "false" or "0" => 0,
        _ => Size(config, path),
    };

    /// <summary>A size; off = 0.</summary>
    private static long SizeOrOff(Config config, string path) =>
        Text(config, path, expected: "a size such as 512 MiB, or off") is "off" or "false" or "0" ? 0 : Size(config, path);

    /// <summary>A number, names, off, or auto = null.</summary>
    private static ImmutableArray<string>? Gpus(Config config)
    {
        const string Path = "scalems.worker.gpus";
        const string Expected = "a number, names such as [\"0\", \"2\"], auto or off";
        const int Most = 1024;
        if (config.GetValue(Path) is { } value && value.IsList())
        {
            return Distinct(Texts(config, Path));
        }

        var text = Text(config, Path, expected: Expected);
        return text is "auto" ? null
            : text is "off" or "false" ? []
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= Most
                ? [.. Enumerable.Range(0, count).Select(static gpu => gpu.ToString(CultureInfo.InvariantCulture))]
            : text.Contains(',', StringComparison.Ordinal) ? Distinct([.. text.Split(',', StringSplitOptions.TrimEntries)])
            : throw Invalid(Path, text, Expected);

        static ImmutableArray<string> Distinct(ImmutableArray<string> names) =>
            names.Any(static name => name.Length == 0 || name.Contains(',', StringComparison.Ordinal)) || names.Distinct().Count() < names.Length
                ? throw Invalid(Path, string.Join(", ", names), "each GPU once, by its name,")
                : names;
    }

    private static ImmutableSortedDictionary<string, long> NamedResources(Config config)
    {
        const string Path = "scalems.worker.resources";
        const string Expected = "a number from 0.0001 to 1000000";
        return Map(config, Path).ToImmutableSortedDictionary(
            static entry => TaskResources.NameProblem(entry.Key) is { } problem ? throw new InvalidConfigurationException($"{Path}.{entry.Key}: {problem}") : entry.Key,
            static entry => double.TryParse(entry.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
                && amount <= 1e6 && TaskResources.Parts(amount) is > 0 and var parts ? parts : throw Invalid($"{Path}.{entry.Key}", entry.Value, Expected),
            StringComparer.Ordinal);
    }

    private static bool IsOff(Config config, string path) => Text(config, path, expected: "a number, or off") is "off" or "false";

    private static string OneOf(Config config, string path, params string[] choices)
    {
        var expected = $"one of {string.Join(", ", choices)}";
        var text = Text(config, path, expected: expected);
        return Array.Find(choices, choice => choice.Equals(text, StringComparison.OrdinalIgnoreCase)) ?? throw Invalid(path, text, expected);
    }

    private static ImmutableArray<string> Texts(Config config, string path)
    {
        const string Expected = "a list such as [\"a\", \"b\"]";
        return config.GetValue(path) is { } value && value.IsList()
            ? [.. value.GetArray().Select(item => Literal(item, path, Expected))]
            : throw Invalid(path, Text(config, path, expected: Expected), Expected);
    }

    private static ImmutableSortedDictionary<string, string> Map(Config config, string path)
    {
        const string Expected = "an object such as { name = \"text\" }";
        return config.GetValue(path) is { } value && value.IsObject()
            ? value.GetObject().Items.ToImmutableSortedDictionary(
                static entry => entry.Key,
                entry => Literal(entry.Value, $"{path}.{entry.Key}", "a text"),
                StringComparer.Ordinal)
            : throw Invalid(path, Text(config, path, expected: Expected), Expected);
    }

    /// <summary>The text of a value; empty for null.</summary>
    private static string Literal(HoconValue? value, string path, string expected) =>
        value is not null && value.IsLiteral()
            ? value.GetString() ?? ""
            : throw Invalid(path, value is null ? "nothing" : value.IsObject() ? "{…}" : "[…]", expected);

    private static T Get<T>(string path, string text, string expected, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error)
        {
            // Akka.NET's readers let any parsing exception through.
            throw new InvalidConfigurationException(Message(path, text, expected), error);
        }
    }

    private static InvalidConfigurationException Invalid(string path, string value, string expected) => new(Message(path, value, expected));

    private static string Message(string path, string value, string expected) => $"{path} = '{value}': {expected} is expected";
}
