using System.Numerics;

namespace ScaleMs.Actors.Samples;

/// <summary>Functions whose values hold what they hold in different ways, and functions that take these.</summary>
public static class Values
{
    /// <summary>A struct with public fields.</summary>
    public struct Sample
    {
#pragma warning disable CA1051 // Users have such structs.
        /// <summary>A field.</summary>
        public double Energy;
#pragma warning restore CA1051
    }

    /// <summary>A struct that cannot be changed.</summary>
    public readonly struct Step(int number)
    {
        /// <summary>Set by the constructor.</summary>
        public int Number { get; } = number;
    }

    /// <summary>A class that nobody else can change.</summary>
    public sealed class Report
    {
        /// <summary>Set inside.</summary>
        public string Title { get; private set; } = "";

        /// <summary>Makes one.</summary>
        public static Report Of(string title) => new() { Title = title };
    }

    /// <summary>What it holds nothing shows.</summary>
    public sealed class Average
    {
        private double _sum;

        /// <summary>Computed.</summary>
        public double Mean => _sum / 2;

        /// <summary>Makes one.</summary>
        public static Average Of(double sum) => new() { _sum = sum };
    }

    public static (double Energy, string Name) Tuple() => (1.5, "argon");

    public static string TakeTuple((double Energy, string Name) value) => FormattableString.Invariant($"{value.Energy} {value.Name}");

    public static Sample Fields() => new() { Energy = 2.5 };

    public static double TakeFields(Sample value) => value.Energy;

    public static Step ReadOnly() => new(7);

    public static int TakeReadOnly(Step value) => value.Number;

    public static Complex Complex() => new(1, -2);

    public static double TakeComplex(Complex value) => value.Imaginary;

    public static Vector3 Vector() => new(1, 2, 3);

    public static float TakeVector(Vector3 value) => value.Z;

    public static Report PrivateSetter() => Report.Of("energies");

    public static string TakePrivateSetter(Report value) => value.Title;

    public static BigInteger Big() => BigInteger.Pow(7, 60);

    public static string TakeBig(BigInteger value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static Average Hidden() => Average.Of(6);

    public static double TakeHidden(Average value) => value.Mean;

    public static Atom Atom() => new("argon", 1.5);

    public static string TakeAtom(Atom value) => FormattableString.Invariant($"{value.Name} {value.Position}");
}
