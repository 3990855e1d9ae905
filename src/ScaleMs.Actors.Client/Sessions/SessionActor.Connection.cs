using Akka.Actor;
using Akka.Event;
using ScaleMs.Actors.Contracts.Sessions;

namespace ScaleMs.Actors.Client.Sessions;

// Connecting and reconnecting to the master.
internal sealed partial class SessionActor
{
    private void Open()
    {
        Timers.StartSingleTimer(nameof(DeadlineOver), DeadlineOver.Instance, _incarnation is null ? _options.ConnectDeadline : _options.ReconnectDeadline);
        Timers.StartPeriodicTimer(nameof(TryOpen), TryOpen.Instance, TimeSpan.Zero, OpenInterval);
    }

    protected override void Reopen()
    {
        if (Master is not null)
        {
            _log.Info("The connection to the master is lost; looking for it for {Deadline}", _options.ReconnectDeadline);
            Disconnect();
            _reference.Lost();
            Context.System.EventStream.Publish(new ConnectionChanged(false, _options.ReconnectDeadline));
            Open();
        }
    }

    private void Opened(SessionOpened opened)
    {
        if (Master is not null || opened.Session != _session)
        {
            return;
        }

        Timers.Cancel(nameof(TryOpen));
        Timers.Cancel(nameof(DeadlineOver));
        if (_incarnation is { } known && known != opened.Incarnation)
        {
            Lose("the master was restarted without a journal and no longer knows this client's tasks; submit those without a result again");
            return;
        }

        var wasThere = _incarnation is not null;
        _incarnation = opened.Incarnation;
        Connect(opened.Master);
        _reference.Found(opened.Master);
        if (wasThere)
        {
            Context.System.EventStream.Publish(new ConnectionChanged(true, _options.ReconnectDeadline));
        }

        _opened.TrySetResult(opened);
        SendAgain();
        AskTake();
        _watches.ForEach(watch => opened.Master.Tell(watch.Subscribe));
        if (wasThere)
        {
            CheckSubmissions(opened.Master);
        }
    }

    /// <summary>Another client may have claimed some submissions in the meantime, and results are retained for a limited time.</summary>
    private void CheckSubmissions(IActorRef master)
    {
        foreach (var (id, submission) in _submissions)
        {
            // Batches that the master has not answered are sent again, and answered then.
            if (submission.WaitsForAccepted)
            {
                master.Tell(new CheckSubmission(_session, id));
            }
        }
    }

    private void Lose(string reason)
    {
        var error = new MasterUnavailableException(reason);
        Timers.CancelAll();
        _opened.TrySetException(error);
        if (_lost.TrySetResult(error))
        {
            foreach (var submission in _submissions.Values)
            {
                submission.Fail(error);
            }
        }

        _whenAccepted.ForEach(when => when.Accepted.TrySetException(error));
        _submissions.Clear();
        ForgetUnaccepted();
        _taking.Clear();
        _watches.ForEach(watch => watch.End(error));
        _watches.Clear();
        Become(() =>
        {
            Receive<StartWatch>(watch => watch.Watch.End(error));
            Receive<Register>(register => register.Submission.Fail(error));
            Receive<Take>(take => take.Submission.Fail(error));
            Receive<WhenAccepted>(when => when.Accepted.TrySetException(error));
            ReceiveAny(static _ => { });
        });
    }
}
