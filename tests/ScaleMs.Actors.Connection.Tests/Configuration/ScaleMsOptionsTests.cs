using Akka.Configuration;
using ScaleMs.Actors.Connection.Configuration;

namespace ScaleMs.Actors.Connection.Tests.Configuration;

public sealed class ScaleMsOptionsTests
{
    [Fact]
    public void Defaults_are_those_of_the_reference()
    {
        var options = Read("");

        Assert.Equal(
            new MasterOptions(
                "scalems-master", 0, TimeSpan.FromSeconds(60), TimeSpan.Zero, 1_000_000, 1L << 30, TimeSpan.FromDays(1), 4_000_000, 2L << 30, TimeSpan.FromSeconds(15), ""),
            options.Master);
        Assert.Equal(new JournalOptions(null, SyncEveryCommit: true), options.Journal);
        Assert.Equal(new WorkerPoolOptions(TimeSpan.FromSeconds(5), 3), options.Workers);
        Assert.Equal("127.0.0.1:4053", Assert.Single(options.Client.Contact));
        Assert.Equal(new TransferOptions(Inline: 32 << 10, Max: 64 << 20, MaxMessage: 2 << 20), options.Transfer);
        Assert.Equal(new LogOptions("INFO", "", "text"), options.Log);
        Assert.Empty(options.Commands);
        Assert.Empty(options.AllowedTypes);
        Assert.Empty(options.Converters);
        Assert.Empty(options.Worker.Modules);
        Assert.Empty(options.Worker.VersionedModules);
        Assert.Equal(new RecycleOptions(0, 0), options.Worker.RecycleAfter);
        Assert.Equal(512L << 20, options.Worker.DiskReserve);
    }

    [Fact]
    public void Values_are_read_in_any_of_their_spellings()
    {
        var options = Read("""
            scalems.master.uid = mine
            scalems { worker = { slots = 3, modules = ["a.dll", "b.dll"] }, log.level = debug }
            scalems.workers.lost-after = 1500ms
            scalems.transfer.max = 64 KiB
            scalems.worker.recycle-after-tasks = 1000
            scalems.worker.recycle-after-memory = 2 GiB
            scalems.commands { count-words = "A, B" }
            scalems.worker.versioned-modules { numpy = 1.20, "ruamel.yaml" = "0.17" }
            scalems.serialization.converters = ["My.AtomConverter, MyTasks"]
            """);

        Assert.Equal("mine", options.Master.Uid);
        Assert.Equal(3, options.Worker.Slots);
        Assert.Equal(["a.dll", "b.dll"], options.Worker.Modules.AsEnumerable());
        Assert.Equal("DEBUG", options.Log.Level);
        Assert.Equal(TimeSpan.FromMilliseconds(1500), options.Workers.LostAfter);
        Assert.Equal(64 << 10, options.Transfer.Max);
        Assert.Equal(new RecycleOptions(1000, 2L << 30), options.Worker.RecycleAfter);
        Assert.Equal("A, B", options.Commands["count-words"]);
        Assert.Equal([("numpy", "1.20"), ("ruamel.yaml", "0.17")], options.Worker.VersionedModules.Select(static module => (module.Key, module.Value)));
        Assert.Equal("My.AtomConverter, MyTasks", Assert.Single(options.Converters));
    }

    [Theory]
    [InlineData("off", 0)]
    [InlineData("0", 0)]
    [InlineData("2GiB", 2L << 30)]
    public void The_reserve_of_the_disk_is_a_size_or_off(string text, long bytes) =>
        Assert.Equal(bytes, Read($"scalems.worker.disk-reserve = {text}").Worker.DiskReserve);

    [Theory]
    [InlineData("scalems.master.min-wrokers = 1", "scalems.master.min-wrokers: no such key; did you mean scalems.master.min-workers?")]
    [InlineData("scalems.wroker.slots = 1", "scalems.wroker.slots: no such key; did you mean scalems.worker.slots?")]
    [InlineData("scalems = 5", "scalems: no such key")]
    [InlineData("scalems.master = 5", "scalems.master: no such key; did you mean scalems.master.uid?")]
    [InlineData("scalems.worker = [1]", "scalems.worker: no such key")]
    [InlineData("scalems.worker.slots { a = 1 }", "scalems.worker.slots.a: no such key; did you mean scalems.worker.slots?")]
    [InlineData("scalems.worker.slots = many", "scalems.worker.slots = 'many': a whole number from 0 to 65536 is expected")]
    [InlineData("scalems.worker.recycle-after-tasks = 0", "scalems.worker.recycle-after-tasks = '0': a whole number of 1 or more")]
    [InlineData("scalems.worker.recycle-after-memory = much", "scalems.worker.recycle-after-memory = 'much': a size")]
    [InlineData("scalems.worker.slots = -1", "scalems.worker.slots = '-1'")]
    [InlineData("scalems.worker.slots = 1.5", "scalems.worker.slots = '1.5'")]
    [InlineData("scalems.worker.slots = \"\"", "scalems.worker.slots = '': a whole number")]
    [InlineData("scalems.worker.slots = null", "scalems.worker.slots = '': a whole number")]
    [InlineData("scalems.worker.slots = [1]", "scalems.worker.slots = '[…]': a whole number")]
    [InlineData("scalems.worker.slots = {}", "scalems.worker.slots = '{…}': a whole number")]
    [InlineData("scalems.workers.lost-after = soon", "scalems.workers.lost-after = 'soon': a duration such as 5s, 500ms or 2m is expected")]
    [InlineData("scalems.workers.lost-after = 0s", "scalems.workers.lost-after = '0s': a duration such as 5s")]
    [InlineData("scalems.workers.lost-after = -5s", "scalems.workers.lost-after = '-5s': a duration such as 5s")]
    [InlineData("scalems.workers.lost-after = 5 sec", "scalems.workers.lost-after = '5 sec': a duration such as 5s")]
    [InlineData("scalems.workers.lost-after = 99999999d", "scalems.workers.lost-after = '99999999d': a duration such as 5s")]
    [InlineData("scalems.workers.lost-after = \"\"", "scalems.workers.lost-after = '': a duration such as 5s")]
    [InlineData("scalems.workers.lost-after = null", "scalems.workers.lost-after = '': a duration such as 5s")]
    [InlineData("scalems.workers.lost-after = [5s]", "scalems.workers.lost-after = '[…]': a duration such as 5s")]
    [InlineData("scalems.transfer.max = huge", "scalems.transfer.max = 'huge': a size such as 64 KiB or 1 MiB is expected")]
    [InlineData("scalems.transfer.max = 0", "scalems.transfer.max = '0': a size")]
    [InlineData("scalems.transfer.max = -5 KiB", "scalems.transfer.max = '-5 KiB': a size")]
    [InlineData("scalems.transfer.max = 1.5 KiB", "scalems.transfer.max = '1.5 KiB': a size")]
    [InlineData("scalems.transfer.max = 64 XB", "scalems.transfer.max = '64 XB': a size")]
    [InlineData("scalems.master.retain-bytes = 17179869185 GiB", "scalems.master.retain-bytes = '17179869185 GiB': a size")]
    [InlineData("scalems.transfer.max = \"\"", "scalems.transfer.max = '': a size")]
    [InlineData("scalems.transfer.max = [1]", "scalems.transfer.max = '[…]': a size")]
    [InlineData("scalems.transfer.max = 2 GiB", "1 GiB or less is expected")]
    [InlineData("scalems.transfer.port = 65536", "scalems.transfer.port = '65536': a port, 0 for a free one, or off is expected")]
    [InlineData("scalems.transfer.port = -1", "scalems.transfer.port = '-1': a port")]
    [InlineData("scalems.transfer.port = any", "scalems.transfer.port = 'any': a port")]
    [InlineData("scalems.transfer.port = [1]", "scalems.transfer.port = '[…]': a port")]
    [InlineData("scalems.transfer.inline = 2 MiB", "1966080 bytes or less, with akka.remote.dot-netty.tcp.maximum-frame-size = 4 MiB, is expected")]
    [InlineData("akka.remote.dot-netty.tcp.maximum-frame-size = 300 KiB", "scalems.transfer.inline = '32 KiB': 22528 bytes or less")]
    [InlineData("akka.remote.dot-netty.tcp.maximum-frame-size = large", "akka.remote.dot-netty.tcp.maximum-frame-size = 'large': a size")]
    [InlineData("scalems.log.level = loud", "one of DEBUG, INFO, WARNING, ERROR is expected")]
    [InlineData("scalems.log.level = [INFO]", "scalems.log.level = '[…]': one of DEBUG, INFO, WARNING, ERROR is expected")]
    [InlineData("scalems.worker.isolation = jail", "scalems.worker.isolation = 'jail': one of process, none is expected")]
    [InlineData("scalems.worker.isolation = null", "scalems.worker.isolation = '': one of process, none is expected")]
    [InlineData("scalems.master.uid = \"\"", "a text that is not empty")]
    [InlineData("scalems.master.uid = null", "a text that is not empty")]
    [InlineData("scalems.worker.name = [a]", "scalems.worker.name = '[…]': a text is expected")]
    [InlineData("scalems.worker.name = {}", "scalems.worker.name = '{…}': a text is expected")]
    [InlineData("scalems.worker.modules = a.dll", "scalems.worker.modules = 'a.dll': a list such as [\"a\", \"b\"] is expected")]
    [InlineData("scalems.worker.modules = \"\"", "scalems.worker.modules = '': a list such as")]
    [InlineData("scalems.worker.modules = {}", "scalems.worker.modules = '{…}': a list such as")]
    [InlineData("scalems.worker.modules = [a, [b]]", "scalems.worker.modules = '[…]': a list such as")]
    [InlineData("scalems.worker.modules = [{ a = 1 }]", "scalems.worker.modules = '{…}': a list such as")]
    [InlineData("scalems.commands = 5", "scalems.commands = '5': an object such as")]
    [InlineData("scalems.commands = [a]", "scalems.commands = '[…]': an object such as")]
    [InlineData("scalems.commands { a = [b] }", "scalems.commands.a = '[…]': a text is expected")]
    [InlineData("scalems.commands { a { b = c } }", "scalems.commands.a = '{…}': a text is expected")]
    public void What_cannot_be_used_is_named_with_its_path(string config, string error) =>
        Assert.Contains(error, Assert.Throws<InvalidConfigurationException>(() => Read(config)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("scalems.worker.modules = []", "")]
    [InlineData("scalems.worker.modules = [\"a\"]", "a")]
    [InlineData("scalems.worker.modules = [a, 2]", "a 2")]
    [InlineData("scalems.worker.modules = ${mine}\nmine = [a]", "a")]
    public void A_list_is_read_as_one(string config, string expected) =>
        Assert.Equal(expected, string.Join(' ', Read(config).Worker.Modules));

    private static ScaleMsOptions Read(string hocon) => ScaleMsOptions.From(ConfigurationFactory.ParseString(hocon));
}
