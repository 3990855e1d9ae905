using Akka.Configuration;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Embedded;

namespace ScaleMs.Actors.Client.Tests;

public sealed class FailedStartTests
{
    // More than any other test has, so that the name of the last slot's thread belongs to this one.
    private const int Slots = 90;

    [Fact]
    public async Task A_start_that_fails_leaves_no_slot_behind()
    {
        var config = ConfigurationFactory.ParseString("scalems.journal = /proc/no-such-directory/tasks.journal");

        await Assert.ThrowsAnyAsync<ScaleMsException>(() => EmbeddedScaleMs.StartAsync(slots: Slots, config: config));

        Assert.True(SpinWait.SpinUntil(static () => !HasThread($"slot-{Slots - 1}"), TimeSpan.FromSeconds(20)));
    }

    private static bool HasThread(string name) => Directory.EnumerateDirectories("/proc/self/task").Any(thread =>
    {
        try
        {
            return File.ReadAllText($"{thread}/comm").TrimEnd() == name;
        }
        catch (IOException)
        {
            // The thread has ended.
            return false;
        }
    });
}
