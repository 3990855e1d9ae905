using System.Globalization;

namespace ScaleMs.Actors.Node.Tests.Chaos;

/// <summary>How long and with which seed; <c>dotnet run build.cs -- chaos --seconds N --seed N</c> sets them.</summary>
/// <param name="Seed">Of the tasks and of the script.</param>
/// <param name="Duration">Of the script; what is not finished by then finishes in peace.</param>
/// <param name="Tasks">Of all clients together.</param>
internal sealed record ChaosSettings(int Seed, TimeSpan Duration, int Tasks)
{
    public const int SlotsPerWorker = 2;

    // Of the slots' time; the rest goes into starting anew, looking for each other, and what is run twice.
    private const double Load = 0.45;

    /// <summary>Until all processes have found each other for the first time.</summary>
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(15);

    public int TasksPerClient => Tasks / ChaosScript.Clients;

    /// <summary>So that the work lasts about as long as the script.</summary>
    public int MeanMilliseconds => (int)((Duration - Start).TotalMilliseconds * ChaosScript.Workers * SlotsPerWorker * Load / Tasks);

    public static ChaosSettings FromEnvironment() => new(
        Number("CHAOS_SEED") ?? Environment.TickCount & 0xFFFF,
        TimeSpan.FromSeconds(Number("CHAOS_SECONDS") ?? 30),
        20_000);

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
