using Akka.Event;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Samples;

namespace ScaleMs.Actors.Tests.Guarantees;

/// <summary>A user-defined message to the master, which is not split into chunks.</summary>
public sealed class FrameTests
{
    [Fact]
    public async Task A_message_beyond_the_frame_is_an_error_at_its_sender_and_the_next_one_of_half_a_frame_arrives()
    {
        await using var nodes = LoopbackNodes.Start();
        var client = nodes.Client();
        var (recorder, heard) = LoopbackNodes.Record(client);
        client.EventStream.Subscribe(recorder, typeof(Error));
        var master = await nodes.FarAsync(client, nodes.Master);
        using var deadline = new CancellationTokenSource(LoopbackNodes.Patience);

        master.Tell(Text(5 << 20), recorder);
        master.Tell(Text((2 << 20) - 1024), recorder);

        var error = Assert.IsType<Error>(await heard.ReadAsync(deadline.Token));
        Assert.Contains("a message at most 2097152 (half of akka.remote.dot-netty.tcp.maximum-frame-size)", error.ToString(), StringComparison.Ordinal);
        var reply = Assert.IsType<CommandReply>(await heard.ReadAsync(deadline.Token));
        Assert.Equal(TaskState.Done, reply.Record.State);
        Assert.Equal(1, (await nodes.StatusAsync()).Counts.Values.Sum());
    }

    private static AddItem Text(int length) => new(WorkItem.Create(typeof(Work).FullName!, nameof(Work.Length), new string('x', length)));
}
