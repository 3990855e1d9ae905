namespace ScaleMs.Actors.Node.Tests.Chaos;

/// <summary>The steps of a script, as a function of a seed.</summary>
internal static class ChaosScript
{
    public const int Workers = 3;
    public const int Clients = 2;

    // After a master's end all processes need some seconds to find the next one; without them no work would get done.
    private static readonly TimeSpan BetweenMasters = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Begin = TimeSpan.FromSeconds(3);

    public static IReadOnlyList<ChaosStep> Generate(int seed, TimeSpan duration)
    {
        var random = new Random(seed);
        var steps = new List<ChaosStep>();
        var nextMaster = Between(random, 6, 12);
        for (var at = Begin; at < duration; at += Between(random, 0.3, 2.5))
        {
            var target = random.Next(100) switch
            {
                < 25 when at >= nextMaster => ChaosTarget.Master,
                < 75 => ChaosTarget.Worker,
                _ => ChaosTarget.Client,
            };
            var act = random.Next(100) < (target == ChaosTarget.Master ? 70 : 55) ? ChaosAct.Kill : ChaosAct.Pause;
            if (target == ChaosTarget.Master)
            {
                nextMaster = at + BetweenMasters + Between(random, 0, 10);
            }

            steps.Add(new ChaosStep(at, act, target, Number(random, target), For(random, target, act)));
        }

        return steps;
    }

    private static int Number(Random random, ChaosTarget target) => target switch
    {
        ChaosTarget.Worker => random.Next(Workers),
        ChaosTarget.Client => random.Next(Clients),
        _ => 0,
    };

    /// <summary>Occasionally a worker or a client is paused for longer than the timeout after which it is considered lost.</summary>
    private static TimeSpan For(Random random, ChaosTarget target, ChaosAct act) =>
        target != ChaosTarget.Master && act == ChaosAct.Pause && random.Next(4) == 0 ? Between(random, 8, 16) : Between(random, 0.1, 3);

    private static TimeSpan Between(Random random, double least, double most) => TimeSpan.FromSeconds(least + (random.NextDouble() * (most - least)));
}
