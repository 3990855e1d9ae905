using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Posix;
using ScaleMs.Actors.Worker.Resources;

namespace ScaleMs.Actors.Worker.Tests.Resources;

public sealed class DeviceLeasesTests
{
    private static readonly ProcessClaim Half = new(0, 0, "0", TaskResources.Unit / 2, 0);

    [Fact]
    public async Task A_process_waits_until_that_of_the_task_before_has_freed_the_GPU()
    {
        var leases = new DeviceLeases();
        var first = leases.Enter(Half);
        using var second = leases.Enter(Half);

        var third = Task.Run(() => leases.Enter(Half));
        Assert.NotSame(third, await Task.WhenAny(third, Task.Delay(TimeSpan.FromMilliseconds(100))));
        first.Dispose();
        first.Dispose();

        using var got = await third.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void Each_process_has_cores_of_its_own()
    {
        var allowed = Affinity.Allowed();
        var leases = new DeviceLeases();

        using var first = leases.Enter(new ProcessClaim(0, 1, "", 0, 0));
        Assert.Equal(allowed[0], Assert.Single(first.Cores));
        if (allowed.Length > 1)
        {
            using var second = leases.Enter(new ProcessClaim(0, 1, "", 0, 0));
            Assert.Equal(allowed[1], Assert.Single(second.Cores));
        }
    }

    [Fact]
    public void What_a_thread_starts_on_some_cores_runs_there_and_the_thread_is_as_before()
    {
        var allowed = Affinity.Allowed();

        var seen = Affinity.On([allowed[^1]], Affinity.Allowed);

        Assert.Equal([allowed[^1]], seen.AsEnumerable());
        Assert.Equal(allowed.AsEnumerable(), Affinity.Allowed());
    }
}
