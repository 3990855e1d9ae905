using System.Globalization;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Files.Locking;

namespace ScaleMs.Actors.Files.Tests.Locking;

public sealed class DirectoryLockTests : IDisposable
{
    private readonly StoreDirectory _directory = new();
    private readonly JumpingTime _time = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_lock_is_a_directory_that_is_gone_when_it_is_given_back()
    {
        using (await TakeAsync())
        {
            Assert.Equal([_directory.Lock], Directory.GetFileSystemEntries(_directory.Work));
            Assert.StartsWith(Invariantly($"{Environment.ProcessId}-"), Path.GetFileName(Assert.Single(Directory.GetFiles(_directory.Lock))), StringComparison.Ordinal);
            Assert.True(DirectoryLock.IsHeld(_directory.Work));
        }

        Assert.Empty(Directory.GetFileSystemEntries(_directory.Work));
        Assert.False(DirectoryLock.IsHeld(_directory.Work));
    }

    [Fact]
    public async Task A_lock_of_a_living_process_is_waited_for_and_its_process_named()
    {
        HeldBy(StoreDirectory.LivingProcess);

        var error = await Assert.ThrowsAsync<ContextException>(TakeAsync);

        Assert.Contains($"{_directory.Work} is locked by process 1;", error.Message, StringComparison.Ordinal);
        Assert.Contains($"remove {_directory.Lock}", error.Message, StringComparison.Ordinal);
        Assert.InRange(_time.Passed, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2));
        Assert.Equal([_directory.Lock], Directory.GetFileSystemEntries(_directory.Work));
    }

    [Fact]
    public async Task A_lock_of_the_seed_is_waited_for()
    {
        Directory.CreateDirectory(_directory.Lock);

        var error = await Assert.ThrowsAsync<ContextException>(TakeAsync);

        Assert.Contains("locked by a process that has not named itself", error.Message, StringComparison.Ordinal);
        Assert.True(DirectoryLock.IsHeld(_directory.Work));
    }

    [Theory]
    [InlineData(StoreDirectory.DeadProcess)]
    [InlineData(0)]
    public async Task A_lock_whose_process_has_died_is_taken_over(int process)
    {
        HeldBy(process == 0 ? Environment.ProcessId : process);

        using var taken = await TakeAsync();

        Assert.Equal(TimeSpan.Zero, _time.Passed);
        Assert.DoesNotContain("-left", Assert.Single(Directory.GetFiles(_directory.Lock)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_lock_whose_process_has_died_is_not_held()
    {
        HeldBy(StoreDirectory.DeadProcess);

        Assert.False(DirectoryLock.IsHeld(_directory.Work));
    }

    [Fact]
    public async Task A_lock_is_taken_as_soon_as_it_is_given_back()
    {
        var first = await TakeAsync();
        File.Move(Assert.Single(Directory.GetFiles(_directory.Lock)), Path.Combine(_directory.Lock, "1-other"));
        var second = DirectoryLock.TakeAsync(_directory.Work, TimeSpan.FromHours(1), TimeProvider.System, CancellationToken.None);
        Assert.False(second.IsCompleted);

        first.Dispose();

        using var taken = await second;
        Assert.True(DirectoryLock.IsHeld(_directory.Work));
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_leaves_nothing()
    {
        HeldBy(StoreDirectory.LivingProcess);
        using var stop = new CancellationTokenSource();
        var waiting = DirectoryLock.TakeAsync(_directory.Work, TimeSpan.FromHours(1), TimeProvider.System, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal([_directory.Lock], Directory.GetFileSystemEntries(_directory.Work));
    }

    [Fact]
    public void What_dead_processes_left_is_removed_and_nothing_else()
    {
        string[] kept = [Invariantly($"{_directory.Lock}_{StoreDirectory.LivingProcess}-x"), $"{_directory.Lock}_other"];
        foreach (var path in kept.Append(Invariantly($"{_directory.Lock}_{StoreDirectory.DeadProcess}-x")))
        {
            Directory.CreateDirectory(path);
        }

        DirectoryLock.RemoveLeftovers(_directory.Work);

        Assert.Equal(kept, Directory.GetDirectories(_directory.Work).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_lock_that_was_removed_by_hand_can_be_given_back()
    {
        var taken = await TakeAsync();
        Directory.Delete(_directory.Lock, recursive: true);

        taken.Dispose();

        Assert.Empty(Directory.GetFileSystemEntries(_directory.Work));
    }

    private static string Invariantly(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private Task<DirectoryLock> TakeAsync() => DirectoryLock.TakeAsync(_directory.Work, TimeSpan.FromMinutes(1), _time, CancellationToken.None);

    private void HeldBy(int process)
    {
        Directory.CreateDirectory(_directory.Lock);
        File.WriteAllBytes(Path.Combine(_directory.Lock, Invariantly($"{process}-left")), []);
    }
}
