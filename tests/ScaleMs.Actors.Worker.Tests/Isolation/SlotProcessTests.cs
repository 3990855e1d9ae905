using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Executors;
using ScaleMs.Actors.Worker.Isolation;
using ScaleMs.Actors.Worker.Isolation.Environments;
using ScaleMs.Actors.Worker.Isolation.Frames;
using ScaleMs.Actors.Worker.Isolation.Machine;
using ScaleMs.Actors.Worker.Resources;

namespace ScaleMs.Actors.Worker.Tests.Isolation;

/// <summary>Processes that never become ready.</summary>
public sealed class SlotProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_process_that_prints_without_end_has_its_time_to_start_and_no_more() =>
        Assert.Equal("it was not ready within 0.2 s", (await EndOfAsync("yes >&2; true", TimeSpan.FromMilliseconds(200))).Reason);

    [Fact]
    public async Task Of_what_a_process_says_before_it_ends_the_last_part_is_kept()
    {
        var end = await EndOfAsync("for i in $(seq 5000); do echo warning $i; done >&2; echo the error >&2; exit 3", Patience);

        Assert.StartsWith("it ended with exit code 3 before it was ready, and said: ", end.Reason, StringComparison.Ordinal);
        Assert.EndsWith("warning 5000\nthe error", end.Reason, StringComparison.Ordinal);
        Assert.InRange(end.Reason!.Length, 0, 10_000);
    }

    [Theory]
    [InlineData("echo ready", null)]
    [InlineData("kill -INT $$; echo ready", null)]
    [InlineData("exit 3", "line 2 of pre_exec ended with exit code 3")]
    public async Task An_interrupt_of_the_terminal_ends_no_line_before_a_process(string line, string? problem)
    {
        var end = await EndOfAsync(new SlotCommand("/bin/sh", ["-c", "echo started >&2; exit 5"]).After(["true", line]), Patience);

        Assert.EndsWith(problem ?? "ready\nstarted", end.Reason, StringComparison.Ordinal);
    }

    private static Task<SlotProcessEnd> EndOfAsync(string script, TimeSpan deadline) => EndOfAsync(new SlotCommand("/bin/sh", ["-c", script]), deadline);

    private static Task<SlotProcessEnd> EndOfAsync(SlotCommand command, TimeSpan deadline)
    {
        var owner = new Owner();
        SlotProcess.Start(new SlotEnvironment("a shell", command, new StartFrame(1000, 1000)) { StartDeadline = deadline }, slot: 0, warmsUp: false, owner, new DeviceLeases(), MemoryLimits.Sampling).Listen();
        return owner.End.Task.WaitAsync(Patience);
    }

    private sealed class Owner : ISlotProcessOwner
    {
        public TaskCompletionSource<SlotProcessEnd> End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Died(SlotProcessEnd end) => End.SetResult(end);

        public void CaughtUp()
        {
            // It sends nothing.
        }

        public void Ready(ImmutableArray<CodeIdentity> code) => throw new NotSupportedException();

        public void Begun(in BegunFrame frame) => throw new NotSupportedException();

        public void Ended(in EndedFrame frame, CodeIdentity? code) => throw new NotSupportedException();

        public void Printed(uint sequence, OutputStream stream, ReadOnlySpan<char> text) => throw new NotSupportedException();

        public void PrintedRaw(ReadOnlySpan<char> text) => throw new NotSupportedException();

        public void Packet(PacketFrame packet) => throw new NotSupportedException();

        public void Submit(in SubmitFrame frame) => throw new NotSupportedException();

        public void Waiting(uint sequence) => throw new NotSupportedException();

        public void Resuming(uint sequence) => throw new NotSupportedException();

        public void Outdated() => throw new NotSupportedException();

        public void Revoked(ImmutableArray<uint> sequences) => throw new NotSupportedException();

        public void Leaving(in LeavingFrame frame) => throw new NotSupportedException();

        public void LoadedModule(LoadedModule module) => throw new NotSupportedException();
    }
}
