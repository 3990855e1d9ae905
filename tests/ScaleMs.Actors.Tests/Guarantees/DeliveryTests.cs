using System.Globalization;
using Akka.Actor;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Tests.Guarantees;

/// <summary>Message delivery between two processes, as ledger, pool and sessions assume it.</summary>
public sealed class DeliveryTests
{
    [Fact]
    public async Task Messages_of_each_pair_arrive_in_the_order_they_were_sent_small_and_large_and_none_is_missing()
    {
        const int Count = 10_000;
        await using var nodes = LoopbackNodes.Start();
        var (recorder, heard) = LoopbackNodes.Record(nodes.Seed);
        var far = await nodes.FarAsync(nodes.Client(), recorder);
        var large = new byte[BatchLimits.Bytes / 2];
        Guid[] senders = [Guid.CreateVersion7(), Guid.CreateVersion7()];

        await Task.WhenAll(senders.Select(sender => Task.Run(() =>
        {
            for (var i = 0; i < Count; i++)
            {
                far.Tell(i % 100 == 0 ? new ResultBatch([Rows.Result(new TaskKey(sender, i), payload: large)]) : new CreditGrant(sender, i, 0));
            }
        })));

        var arrived = senders.ToDictionary(static sender => sender, static _ => new List<long>());
        using var deadline = new CancellationTokenSource(LoopbackNodes.Patience);
        for (var i = 0; i < senders.Length * Count; i++)
        {
            var (sender, number) = await heard.ReadAsync(deadline.Token) switch
            {
                CreditGrant grant => (grant.RegistrationId, grant.Granted),
                var other => (Assert.IsType<ResultBatch>(other).Results[0].Key.Submission, ((ResultBatch)other).Results[0].Key.Index),
            };
            arrived[sender].Add(number);
        }

        Assert.All(senders, sender => Assert.Equal(Enumerable.Range(0, Count).Select(static number => (long)number), arrived[sender]));
    }

    [Fact]
    public async Task The_end_of_each_watched_actor_is_told_once_and_after_its_last_word_amid_a_flood()
    {
        const int Watched = 500;
        const int Flood = 20_000;
        await using var nodes = LoopbackNodes.Start();
        var client = nodes.Client();
        var speakers = Enumerable.Range(0, Watched).Select(number => client.ActorOf<Speaker>($"speaker-{number}")).ToArray();
        var provider = ((ExtendedActorSystem)client).Provider;
        var resolver = ((ExtendedActorSystem)nodes.Seed).Provider;
        var (recorder, heard) = LoopbackNodes.Record(
            nodes.Seed, speakers.Select(speaker => resolver.ResolveActorRef(speaker.Path.ToSerializationFormatWithAddress(provider.DefaultAddress))));
        var far = await nodes.FarAsync(client, recorder);

        for (var i = 0; i < Flood; i++)
        {
            far.Tell(new CreditGrant(Guid.Empty, -1, 0));
            if (i % (Flood / Watched) == 0)
            {
                var number = i / (Flood / Watched);
                speakers[number].Tell(new LastWord(far, number));
            }
        }

        var ends = new List<long>();
        var words = new HashSet<long>();
        var flood = 0;
        using var deadline = new CancellationTokenSource(LoopbackNodes.Patience);
        while (ends.Count < Watched || flood < Flood)
        {
            switch (await heard.ReadAsync(deadline.Token))
            {
                case CreditGrant { Granted: < 0 }:
                    flood++;
                    break;
                case CreditGrant word:
                    Assert.True(words.Add(word.Granted), $"{word.Granted} said its last word twice");
                    break;
                case Terminated end:
                    var number = long.Parse(end.ActorRef.Path.Name.Split('-')[1], CultureInfo.InvariantCulture);
                    Assert.True(words.Contains(number), $"the end of {number} came before its last word");
                    ends.Add(number);
                    break;
            }
        }

        Assert.Equal(Enumerable.Range(0, Watched).Select(static number => (long)number), ends.Order());
        Assert.Equal(Flood, flood);
    }

    private sealed record LastWord(IActorRef To, int Number);

    /// <summary>Sends one message and ends.</summary>
    private sealed class Speaker : ReceiveActor
    {
        public Speaker() => Receive<LastWord>(static word =>
        {
            word.To.Tell(new CreditGrant(Guid.CreateVersion7(), word.Number, 0));
            Context.Stop(Context.Self);
        });
    }
}
