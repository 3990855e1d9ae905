using Akka.Actor;

namespace Akka.Routing;

internal sealed class ScatterGatherFirstCompletedRoutees(Routee[] routees, TimeSpan within) : Routee
{
    public override void Send(object message, IActorRef sender)
    {
        var answer = FirstAnswer(message);
        _ = answer.PipeTo(sender);
    }

    private async Task<object> FirstAnswer(object message)
    {
        var pending = routees.Select(routee => routee.Ask(message, within)).ToList();
        while (pending.Count > 0)
        {
            var done = await Task.WhenAny(pending).ConfigureAwait(false);
            if (done.IsCompletedSuccessfully)
            {
                return await done.ConfigureAwait(false);
            }

            pending.Remove(done);
        }

        throw new AskTimeoutException($"No routee answered within {within}.");
    }
}
