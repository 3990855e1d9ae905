namespace ScaleMs.Actors.Examples.Argon;

/// <summary>The constant-energy run in which everything is measured.</summary>
internal sealed class Production(Dynamics dynamics)
{
    // 0.1 ps between frames; displacements over up to 8 ps, with the line fitted from 2 ps on: the velocities of
    // liquid argon decorrelate after about 1 ps.
    public const int StepsPerFrame = 10;
    public const int LongestLag = 80;
    public const int FirstFittedLag = 20;

    // Distances change little in 0.1 ps: half of the frames give nearly the same information about g(r).
    private const int FramesPerHistogram = 2;

    private readonly MeanSquareDisplacement _displacement = new(dynamics.Atoms.Count, LongestLag);
    private readonly RadialDistribution _distribution = new();
    private double _temperature;
    private double _energy;
    private double _virial;
    private int _frames;

    public double MeanTemperature => _temperature / _frames;

    /// <summary>Potential energy per atom.</summary>
    public double MeanEnergy => (_energy / _frames / dynamics.Atoms.Count) + LennardJones.EnergyTail(dynamics.Atoms.Density);

    public double MeanPressure
    {
        get
        {
            var atoms = dynamics.Atoms;
            return (atoms.Density * MeanTemperature) + (_virial / _frames / (3 * atoms.Box.Volume)) + LennardJones.PressureTail(atoms.Density);
        }
    }

    public (double Distance, double Height) FirstPeak => _distribution.FirstPeak();

    public double DiffusionCoefficient =>
        _displacement.DiffusionCoefficient(FirstFittedLag, StepsPerFrame * dynamics.TimeStep);

    public void Run(int steps, CancellationToken cancellationToken)
    {
        for (var step = 0; step < steps; step++)
        {
            if (step % StepsPerFrame == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Observe();
            }

            dynamics.Step();
        }
    }

    private void Observe()
    {
        var atoms = dynamics.Atoms;
        _temperature += atoms.Temperature;
        _energy += dynamics.Sums.Energy;
        _virial += dynamics.Sums.Virial;
        _displacement.Add(atoms.Positions.AsSpan(0, atoms.Count));
        if (_frames % FramesPerHistogram == 0)
        {
            _distribution.Add(atoms, dynamics.Neighbours);
        }

        _frames++;
    }
}
