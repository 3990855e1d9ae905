using System.Globalization;

namespace ScaleMs.Actors.Node.Tests.Chaos;

/// <summary>Duration and seed of a run, set by <c>dotnet run build.cs -- chaos --seconds N --seed N</c>.</summary>
/// <param name="Seed">Seed of the tasks and of the script.</param>
/// <param name="Duration">Duration of the script; tasks unfinished by then finish undisturbed.</param>
/// <param name="Tasks">Number of tasks of all clients together.</param>
internal sealed record ChaosSettings(int Seed, TimeSpan Duration, int Tasks)
{
    public const int SlotsPerWorker = 2;

    // Share of the slots' time; the rest is spent on restarts, reconnecting, and tasks that run twice.
    private const double Load = 0.45;

    /// <summary>Time until all processes have connected for the first time.</summary>
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(15);

    public int TasksPerClient => Tasks / ChaosScript.Clients;

    /// <summary>Chosen so that the work lasts about as long as the script.</summary>
    public int MeanMilliseconds => (int)((Duration - Start).TotalMilliseconds * ChaosScript.Workers * SlotsPerWorker * Load / Tasks);

    public static ChaosSettings FromEnvironment() => new(
        Number("CHAOS_SEED") ?? Environment.TickCount & 0xFFFF,
        TimeSpan.FromSeconds(Number("CHAOS_SECONDS") ?? 30),
        20_000);

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
