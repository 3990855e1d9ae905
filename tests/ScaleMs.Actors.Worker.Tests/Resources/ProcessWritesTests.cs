using System.Diagnostics;
using ScaleMs.Actors.Worker.Posix;
using ScaleMs.Actors.Worker.Resources;

namespace ScaleMs.Actors.Worker.Tests.Resources;

public sealed class ProcessWritesTests : IDisposable
{
    // Not the directory for temporary files, which may be in memory.
    private readonly string _file = Path.Combine(AppContext.BaseDirectory, $"{Guid.NewGuid():N}");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task What_children_that_have_ended_have_written_is_counted_and_files_that_are_open_are_seen()
    {
        using var process = Process.Start(
            new ProcessStartInfo("/bin/sh", ["-c", $"cd /proc; exec 3> {_file}; (head -c 1M /dev/zero >&3); echo written; read line"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Assert.Equal("written", await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)));

        Assert.InRange(ProcessWrites.Of(process.Id)!.Value, 1 << 20, 2 << 20);
        Assert.True(ProcessWrites.Use([process.Id], FileStatus.Of(_file)!.Value.Identity.Device));
        Assert.True(ProcessWrites.Use([process.Id], FileStatus.Of("/proc")!.Value.Identity.Device));
        Assert.False(ProcessWrites.Use([process.Id], FileStatus.Of("/sys")!.Value.Identity.Device));
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.Equal(0, ProcessWrites.Of(process.Id));
        Assert.False(ProcessWrites.Use([process.Id], 0));
    }
}
