namespace ScaleMs.Actors.Examples.Argon;

/// <summary>Newton's equations by the velocity form of Verlet's method (Swope et al., J. Chem. Phys. 76, 637, 1982).</summary>
internal sealed class Dynamics
{
    private readonly NeighbourList _list;

    public Dynamics(Atoms atoms, double timeStep)
    {
        Atoms = atoms;
        TimeStep = timeStep;
        _list = new NeighbourList(atoms);
        Sums = PairForces.Compute(atoms, _list);
    }

    public Atoms Atoms { get; }

    /// <summary>In sigma (m / epsilon)^1/2.</summary>
    public double TimeStep { get; }

    public NeighbourList Neighbours => _list;

    /// <summary>Sums at the current positions.</summary>
    public PairSums Sums { get; private set; }

    /// <summary>The energy conserved by the equations of motion.</summary>
    public double TotalEnergy => Atoms.KineticEnergy + Sums.ShiftedEnergy;

    public void Step()
    {
        var positions = Atoms.Positions.AsSpan(0, Atoms.Count);
        var velocities = Atoms.Velocities.AsSpan();
        for (var i = 0; i < velocities.Length; i++)
        {
            velocities[i] += Atoms.Forces[i] * (TimeStep / 2);
            positions[i] += velocities[i] * TimeStep;
        }

        _list.RebuildIfStale();
        Sums = PairForces.Compute(Atoms, _list);
        for (var i = 0; i < velocities.Length; i++)
        {
            velocities[i] += Atoms.Forces[i] * (TimeStep / 2);
        }
    }
}
