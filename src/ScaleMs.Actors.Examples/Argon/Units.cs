namespace ScaleMs.Actors.Examples.Argon;

/// <summary>
/// Rahman's argon. Internally, lengths are in sigma, energies in epsilon and masses in atoms ("reduced units");
/// these factors convert a reduced number to the unit in their name.
/// </summary>
internal static class Units
{
    public const double Angstrom = 3.4;
    public const double Kelvin = 120;

    public const double DensityGramPerCm3 = 1.374;

    // The standard atomic weight. It makes the cube of 864 atoms 10.200 sigma wide; the paper says 10.229, as if atoms
    // were 0.85 % heavier. docs/argon.md describes the effect on diffusion.
    private const double MassGram = 39.948 * 1.66053907e-24;

    private const double SigmaCm = Angstrom * 1e-8;
    private const double BoltzmannErg = 1.380649e-16;
    private const double EpsilonErg = Kelvin * BoltzmannErg;

    public const double KilojoulePerMol = Kelvin * 8.314462618e-3;

    // erg/cm3 = 0.1 Pa = 1e-7 MPa.
    public const double Megapascal = EpsilonErg / (SigmaCm * SigmaCm * SigmaCm) * 1e-7;

    /// <summary>Atoms per cubic sigma at the paper's density.</summary>
    public const double Density = DensityGramPerCm3 / MassGram * SigmaCm * SigmaCm * SigmaCm;

    public static readonly double Picosecond = SigmaCm * Math.Sqrt(MassGram / EpsilonErg) * 1e12;

    public static readonly double Cm2PerSecond = SigmaCm * SigmaCm / (Picosecond * 1e-12);
}
