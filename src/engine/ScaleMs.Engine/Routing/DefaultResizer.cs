using Akka.Actor;
using Akka.Configuration;

namespace Akka.Routing;

/// <summary>Grows by a rate while every routee is under pressure, shrinks by a rate while few are.</summary>
public class DefaultResizer : Resizer, IEquatable<DefaultResizer>
{
    public DefaultResizer(
        int lower,
        int upper,
        int pressureThreshold = 1,
        double rampupRate = 0.2,
        double backoffThreshold = 0.3,
        double backoffRate = 0.1,
        int messagesPerResize = 10)
    {
        Require(lower >= 0, nameof(lower), "lower bound must be >= 0", lower);
        Require(upper >= 0, nameof(upper), "upper bound must be >= 0", upper);
        Require(upper >= lower, nameof(upper), $"upper bound must be >= lower bound [{lower}]", upper);
        Require(rampupRate >= 0, nameof(rampupRate), "rampup rate must be >= 0", rampupRate);
        Require(backoffThreshold <= 1, nameof(backoffThreshold), "backoff threshold must be <= 1", backoffThreshold);
        Require(backoffRate >= 0, nameof(backoffRate), "backoff rate must be >= 0", backoffRate);
        Require(messagesPerResize > 0, nameof(messagesPerResize), "messages per resize must be > 0", messagesPerResize);
        LowerBound = lower;
        UpperBound = upper;
        PressureThreshold = pressureThreshold;
        RampupRate = rampupRate;
        BackoffThreshold = backoffThreshold;
        BackoffRate = backoffRate;
        MessagesPerResize = messagesPerResize;
    }

    public int LowerBound { get; set; }

    public int UpperBound { get; set; }

    /// <summary>What counts as pressure: 0 a message in process, 1 that and another waiting, n at least n waiting.</summary>
    public int PressureThreshold { get; }

    public double RampupRate { get; }

    public double BackoffThreshold { get; }

    public double BackoffRate { get; }

    public int MessagesPerResize { get; }

    public static new DefaultResizer FromConfig(Config resizerConfig) => new(
        resizerConfig.GetInt("lower-bound", 1),
        resizerConfig.GetInt("upper-bound", 10),
        resizerConfig.GetInt("pressure-threshold", 1),
        resizerConfig.GetDouble("rampup-rate", 0.2),
        resizerConfig.GetDouble("backoff-threshold", 0.3),
        resizerConfig.GetDouble("backoff-rate", 0.1),
        resizerConfig.GetInt("messages-per-resize", 10));

    public override bool IsTimeForResize(long messageCounter) => messageCounter % MessagesPerResize == 0;

    public override int Resize(IEnumerable<Routee> currentRoutees) => Capacity(currentRoutees);

    /// <summary>The change that pressure and bounds ask for.</summary>
    public int Capacity(IEnumerable<Routee> currentRoutees)
    {
        var routees = currentRoutees as ICollection<Routee> ?? [.. currentRoutees];
        var delta = Filter(Pressure(routees), routees.Count);
        return Math.Clamp(routees.Count + delta, LowerBound, UpperBound) - routees.Count;
    }

    /// <summary>How many routees are under pressure.</summary>
    public int Pressure(IEnumerable<Routee> currentRoutees) =>
        currentRoutees.Count(routee => (routee as ActorRefRoutee)?.Actor is ActorRefWithCell { Underlying: ActorCell cell } && PressureThreshold switch
        {
            1 => cell.CurrentMessage is not null && cell.HasMessages,
            < 1 => cell.CurrentMessage is not null,
            _ => cell.NumberOfMessages >= PressureThreshold,
        });

    public int Filter(int pressure, int capacity) => Rampup(pressure, capacity) + Backoff(pressure, capacity);

    public int Rampup(int pressure, int capacity) => pressure < capacity ? 0 : (int)Math.Ceiling(RampupRate * capacity);

    public int Backoff(int pressure, int capacity) =>
        BackoffThreshold > 0 && BackoffRate > 0 && capacity > 0 && (double)pressure / capacity < BackoffThreshold
            ? (int)Math.Floor(-BackoffRate * capacity)
            : 0;

    public bool Equals(DefaultResizer? other) =>
        other is not null && LowerBound == other.LowerBound && UpperBound == other.UpperBound && PressureThreshold == other.PressureThreshold
        && RampupRate.Equals(other.RampupRate) && BackoffThreshold.Equals(other.BackoffThreshold)
        && BackoffRate.Equals(other.BackoffRate) && MessagesPerResize == other.MessagesPerResize;

    public override bool Equals(object? obj) => Equals(obj as DefaultResizer);

    public override int GetHashCode() => HashCode.Combine(PressureThreshold, RampupRate, BackoffThreshold, BackoffRate, MessagesPerResize);

    private static void Require(bool condition, string name, string rule, object value)
    {
        if (!condition)
        {
            throw new ArgumentException($"{rule}, was [{value}]", name);
        }
    }
}
