using Akka.Actor;
using ScaleMs.Actors.Master.Ledger.Effects;
using ScaleMs.Actors.Master.Ledger.Table;

namespace ScaleMs.Actors.Master.Ledger.Delivery;

/// <summary>The sessions: by id, by their actor, and those of actors without a session of their own.</summary>
internal sealed class SessionIndex(LedgerEffects effects)
{
    private readonly Dictionary<Guid, ClientSession> _sessions = [];
    private readonly Dictionary<IActorRef, ClientSession> _anonymous = [];
    private readonly Dictionary<IActorRef, List<ClientSession>> _connected = [];

    /// <summary>Sessions whose client is connected. There may be very many others, whose results are kept.</summary>
    public IEnumerable<ClientSession> Connected => _connected.Values.SelectMany(static sessions => sessions);

    public ClientSession? Find(Guid id) => _sessions.GetValueOrDefault(id);

    /// <summary>True where results go to that actor.</summary>
    public bool HasSession(IActorRef actor) => _connected.ContainsKey(actor);

    public IEnumerable<ClientSession> Of(IActorRef actor) => _connected.GetValueOrDefault(actor)?.ToArray() ?? [];

    /// <summary>The session of an actor that sends plain messages.</summary>
    public ClientSession AnonymousOf(IActorRef sender)
    {
        if (_anonymous.TryGetValue(sender, out var session))
        {
            return session;
        }

        session = new ClientSession(Guid.CreateVersion7(), isAnonymous: true);
        Connect(session, sender);
        _sessions.Add(session.Id, session);
        _anonymous.Add(sender, session);
        return session;
    }

    /// <summary>The session; created if it does not exist.</summary>
    public ClientSession Get(Guid id, bool isAnonymous = false)
    {
        if (!_sessions.TryGetValue(id, out var session))
        {
            _sessions.Add(id, session = new ClientSession(id, isAnonymous));
        }

        return session;
    }

    /// <summary>The session's results go to this actor from now on; null = to none.</summary>
    public void Connect(ClientSession session, IActorRef? actor)
    {
        if (session.Actor is { } earlier && _connected.TryGetValue(earlier, out var sessions) && sessions.Remove(session) && sessions.Count == 0)
        {
            _connected.Remove(earlier);
        }

        session.Actor = actor;
        session.Heard = effects.Now;
        if (actor is null)
        {
            return;
        }

        if (!_connected.TryGetValue(actor, out var others))
        {
            _connected.Add(actor, others = []);
        }

        others.Add(session);
    }

    /// <summary>The session no longer has an actor.</summary>
    public void Disconnect(ClientSession session)
    {
        if (session is { IsAnonymous: true, Actor: { } plain })
        {
            _anonymous.Remove(plain);
        }

        Connect(session, null);
    }

    public void DropIfUnused(ClientSession session)
    {
        if (session.Tasks == 0 && session.Actor is null)
        {
            _sessions.Remove(session.Id);
        }
    }

    public void DropUnused()
    {
        foreach (var session in _sessions.Values.ToList())
        {
            DropIfUnused(session);
        }
    }
}
