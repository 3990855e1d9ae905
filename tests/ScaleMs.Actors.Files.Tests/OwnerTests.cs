using System.Diagnostics;
using System.Globalization;
using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Files.Tests;

/// <summary>A store has one owner at a time.</summary>
public sealed class OwnerTests : IDisposable
{
    private readonly StoreDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_process_has_a_directory_open_once_even_by_a_link()
    {
        await using var store = await _directory.OpenAsync();
        Directory.CreateSymbolicLink(_directory.Of("link"), _directory.Work);

        Assert.Contains("open already", await _directory.RefusesToOpenAsync(), StringComparison.Ordinal);
        var error = await Assert.ThrowsAsync<ContextException>(() => FileStore.OpenAsync(_directory.Of("link")));
        Assert.Contains($"the file store of {_directory.Work} open already", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_another_process_has_open_is_refused_and_the_process_named()
    {
        await CreateAsync();
        _directory.SetOwner(StoreDirectory.LivingProcess);

        var message = await _directory.RefusesToOpenAsync();

        Assert.Contains("open in process 1;", message, StringComparison.Ordinal);
        Assert.Contains($"set \"instance\" in {_directory.Metadata} to null", message, StringComparison.Ordinal);
        Assert.Equal(StoreDirectory.LivingProcess, (int?)_directory.ReadMetadata()["instance"]);
        Assert.False(Directory.Exists(_directory.Lock));
    }

    [Fact]
    public async Task A_store_whose_process_has_died_is_taken_over()
    {
        await CreateAsync();
        _directory.SetOwner(StoreDirectory.DeadProcess);

        await using var store = await _directory.OpenAsync();

        Assert.Equal(Environment.ProcessId, (int?)_directory.ReadMetadata()["instance"]);
    }

    [Theory]
    [InlineData(null, "open in another process;")]
    [InlineData(StoreDirectory.DeadProcess, "open in process 2147483647;")]
    public async Task A_store_that_is_open_in_another_container_is_refused_whatever_its_process_is_here(int? process, string where)
    {
        await CreateAsync();
        _directory.SetOwner(process);
        using var elsewhere = Start("flock", Path.Combine(_directory.Data, ".scalems_owner"), "/bin/sh", "-c", "echo locked; cat >/dev/null");
        Assert.Equal("locked", await elsewhere.StandardOutput.ReadLineAsync());

        Assert.Contains(where, await _directory.RefusesToOpenAsync(), StringComparison.Ordinal);
        Assert.Contains("in another container", await _directory.RefusesToOpenAsync(), StringComparison.Ordinal);

        elsewhere.StandardInput.Close();
        await elsewhere.WaitForExitAsync();
        await CreateAsync();
    }

    [Fact]
    public async Task A_store_of_an_earlier_process_with_this_number_is_taken_over()
    {
        await CreateAsync();
        _directory.SetOwner(Environment.ProcessId);

        await using var store = await _directory.OpenAsync();

        Assert.False(store.IsClosed);
    }

    [Fact]
    public async Task A_process_that_ended_under_a_parent_that_does_not_wait_is_dead()
    {
        await CreateAsync();
        using var parent = Start("/bin/sh", "-c", "sleep 1000 >/dev/null & echo $!; exec cat >/dev/null");
        var zombie = int.Parse((await parent.StandardOutput.ReadToEndAsync()).Trim(), CultureInfo.InvariantCulture);
        _directory.SetOwner(zombie);
        using (var child = Process.GetProcessById(zombie))
        {
            child.Kill();
        }

        SpinWait.SpinUntil(() => File.ReadAllText(Invariantly($"/proc/{zombie}/stat")).Contains(") Z ", StringComparison.Ordinal), TimeSpan.FromSeconds(30));

        await using (await _directory.OpenAsync())
        {
            Assert.Equal(Environment.ProcessId, (int?)_directory.ReadMetadata()["instance"]);
        }

        parent.StandardInput.Close();
        await parent.WaitForExitAsync();
    }

    private static string Invariantly(FormattableString text) => FormattableString.Invariant(text);

    private static Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;

    private async Task CreateAsync()
    {
        await using var store = await _directory.OpenAsync();
    }
}
