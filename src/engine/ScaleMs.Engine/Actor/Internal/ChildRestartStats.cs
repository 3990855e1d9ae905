using System.Diagnostics;

namespace Akka.Actor.Internal;

/// <summary>What a supervisor knows of a child: its ref, and how often it was restarted within the time range.</summary>
public class ChildRestartStats
{
    /// <summary>For a child.</summary>
    public ChildRestartStats(IInternalActorRef child, uint maxNrOfRetriesCount = 0, long restartTimeWindowStartTicks = 0)
    {
        Child = child;
        MaxNrOfRetriesCount = maxNrOfRetriesCount;
        RestartTimeWindowStartTicks = restartTimeWindowStartTicks;
    }

    /// <summary>Which incarnation.</summary>
    public long Uid => Child.Path.Uid;

    /// <summary>The child.</summary>
    public IInternalActorRef Child { get; }

    /// <summary>How often it was restarted within the window.</summary>
    public uint MaxNrOfRetriesCount { get; private set; }

    /// <summary>When the window started, or 0.</summary>
    public long RestartTimeWindowStartTicks { get; private set; }

    /// <summary>Set once the child was asked to stop.</summary>
    internal bool IsStopping { get; set; }

    /// <summary>Counts a restart and tells whether it is within the limits; a negative limit means none.</summary>
    public bool RequestRestartPermission(int maxNrOfRetries, int withinTimeMilliseconds)
    {
        if (maxNrOfRetries == 0)
        {
            return false;
        }

        if (withinTimeMilliseconds <= 0)
        {
            MaxNrOfRetriesCount++;
            return maxNrOfRetries < 0 || MaxNrOfRetriesCount <= maxNrOfRetries;
        }

        // Without a number of retries, a time range means one restart within it.
        var limit = maxNrOfRetries < 0 ? 1 : maxNrOfRetries;
        var now = Stopwatch.GetTimestamp();
        if (RestartTimeWindowStartTicks == 0)
        {
            RestartTimeWindowStartTicks = now;
        }

        var retries = MaxNrOfRetriesCount + 1;
        if (Stopwatch.GetElapsedTime(RestartTimeWindowStartTicks, now).TotalMilliseconds <= withinTimeMilliseconds)
        {
            MaxNrOfRetriesCount = retries;
            return retries <= limit;
        }

        MaxNrOfRetriesCount = 1;
        RestartTimeWindowStartTicks = now;
        return true;
    }
}
