using System.Collections.Immutable;
using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Worker.Tests.Executors;

/// <summary>Functions that tasks call in these tests.</summary>
public sealed class SampleFunctions
{
    public sealed record Point(double X, double Y);

    public enum Colour
    {
        Red,
        Green,
    }

    public static string Pick(int value) => $"int {value}";

    public static string Pick(double value) => $"double {value}";

    public static string Pick(string value) => $"string {value}";

    public static string Pick(Point point) => $"point {point.X} {point.Y}";

    public static string Either(int a, long b) => $"int {a} long {b}";

    public static string Either(long a, int b) => $"long {a} int {b}";

    public static string Either(double a, double b) => $"double {a} {b}";

    public static ReadOnlySpan<char> View(string text) => text;

    public static T Generic<T>(T value) => value;

    public static bool TryPick(string text, out int value) => int.TryParse(text, out value);

    public static int Sum(params int[] values) => values.Sum();

    public static string Optional(string a, int b = 7, string? c = null) => $"{a} {b} {c ?? "none"}";

    public static Point Mirror(Point point) => new(point.Y, point.X);

    public static string Name(Colour colour) => colour.ToString();

    public static object? Natural(object? value) => $"{value?.GetType().Name ?? "null"} {value}";

    public static double Total(ImmutableArray<double> values, Dictionary<string, double> more) => values.Sum() + more.Values.Sum();

    public static async Task<int> LaterAsync(int value)
    {
        await Task.Yield();
        return value + 1;
    }

    public static async ValueTask<int> LaterStillAsync(int value)
    {
        await Task.Yield();
        return value + 2;
    }

    public static async Task NothingAsync() => await Task.Yield();

    public static string Rank(string prefix, ICommunicator comm) => $"{prefix}{comm.Rank} of {comm.Size}";

    public static int FailOn(int rank, ICommunicator comm) =>
        comm.Rank == rank ? throw new InvalidOperationException($"rank {rank} cannot") : comm.Rank;

    public static bool CanBeCancelled(CancellationToken cancellation) => cancellation.CanBeCanceled;

    public static int Fail(string message) => throw new ArgumentException(message);

    public static Action Unserializable() => static () => { };

    public static string Large(int length) => new('x', length);

    public static async Task<int> SayAsync(string text)
    {
        Console.WriteLine(text);
        await Task.Yield();
        await Console.Error.WriteLineAsync($"{text}!");
        return text.Length;
    }

    public string Instance(int value) => $"{GetType().Name} {value}";
}
