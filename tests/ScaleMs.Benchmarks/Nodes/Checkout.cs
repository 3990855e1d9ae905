using System.Globalization;
using Akka.Configuration;
using ScaleMs.Actors.Client;

namespace ScaleMs.Benchmarks.Nodes;

/// <summary>What every measurement with processes needs.</summary>
internal static class Checkout
{
    /// <summary>The executable of this checkout's last Release build.</summary>
    public static string Executable { get; } = Path.Combine(Root(), "artifacts", "bin", "ScaleMs.Actors.Node", "release", "scalems");

    /// <summary>The value behind an option; null = the option is not given.</summary>
    public static string? Option(string[] args, string name) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

    public static int Number(string[] args, string name, int otherwise) =>
        Option(args, name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public static int[] Numbers(string[] args, string name, params int[] otherwise) =>
        Option(args, name) is { } text ? Array.ConvertAll(text.Split(','), static number => int.Parse(number, CultureInfo.InvariantCulture)) : otherwise;

    /// <summary>Names a configuration file to a node; empty for none.</summary>
    public static string ConfigArgument(string? file) => file is null ? "" : $" --config {file}";

    /// <summary>A client that is quiet, and gives up at once when its seed is gone.</summary>
    /// <param name="port">The seed's.</param>
    /// <param name="file">Its configuration; null = the defaults.</param>
    public static Task<ScaleMsClient> ConnectAsync(int port, string? file) => ScaleMsClient.ConnectAsync(
        string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"),
        ConfigurationFactory.ParseString($"scalems.client.reconnect-deadline = 0s\nakka {{ loglevel = ERROR, stdout-loglevel = OFF }}\n{(file is null ? "" : File.ReadAllText(file))}"));

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    public static void Report(string what, string figure) => Console.WriteLine($"{what,-60} {figure}");

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "ScaleMs.Actors.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is not below ScaleMs.Actors.sln");
    }
}
