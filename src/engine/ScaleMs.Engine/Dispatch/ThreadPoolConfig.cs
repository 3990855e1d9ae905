using Akka.Configuration;

namespace Akka.Dispatch;

/// <summary>How many threads a dispatcher has.</summary>
public class ThreadPoolConfig
{
    /// <summary>From a dispatcher's section.</summary>
    public ThreadPoolConfig(Config config)
    {
        PoolSizeMin = config.GetInt("core-pool-size-min");
        PoolSizeFactor = config.GetDouble("core-pool-size-factor");
        PoolSizeMax = config.GetInt("core-pool-size-max");
    }

    /// <summary>At least.</summary>
    public int PoolSizeMin { get; }

    /// <summary>For each processor.</summary>
    public double PoolSizeFactor { get; }

    /// <summary>At most.</summary>
    public int PoolSizeMax { get; }

    /// <summary>So many for each processor, within limits.</summary>
    public static int ScaledPoolSize(int floor, double scalar, int ceiling) =>
        Math.Min(Math.Max((int)(Environment.ProcessorCount * scalar), floor), ceiling);
}
