using ScaleMs.Benchmarks.Journal;
using ScaleMs.Benchmarks.Tasks;
using ScaleMs.Benchmarks.Workers;

switch (args)
{
    case ["tasks", ..]:
        await TasksBenchmark.RunAsync(args[1..]);
        return 0;
    case ["watched", ..]:
        await WatchedBenchmark.RunAsync(args[1..]);
        return 0;
    case ["python", ..]:
        await PythonBenchmark.RunAsync(args[1..]);
        return 0;
    case ["ranks", ..]:
        await RanksBenchmark.RunAsync(args[1..]);
        return 0;
    case ["journal", ..]:
        JournalBenchmark.Run(args[1..]);
        return 0;
    case ["recovery", ..]:
        RecoveryBenchmark.Run(args[1..]);
        return 0;
    case ["workers", ..]:
        await ProcessesBenchmark.RunAsync(args[1..]);
        return 0;
    case ["systems", ..]:
        await SystemsBenchmark.RunAsync(args[1..]);
        return 0;
    case ["paused", ..]:
        await PausedBenchmark.RunAsync(args[1..]);
        return 0;
    case ["host", ..]:
        // What systems and paused start.
        await SystemsHost.RunAsync(args[1..]);
        return 0;
    default:
        Console.Error.WriteLine(
            """
            usage: tasks [--count N] [--runs N] [--isolation none|process] [--journal on|off] [--scalems PATH] [--config FILE]
                   watched [--count N] [--rounds N] [--runs N] [--by page|otlp|prometheus|none|page,otlp,prometheus] [--scalems PATH]
                   python [--count N] [--runs N] [--journal on|off] [--python PATH] [--scalems PATH]
                   ranks [--count N] [--runs N] [--python PATH] [--scalems PATH]
                   journal [--path DIRECTORY]
                   recovery [--count N]
                   workers [--count N,N,…] [--isolation none|process] [--idle SECONDS] [--scalems PATH] [--config FILE]
                   systems [--count N,N,…] [--stretch N] [--per-process N] [--idle SECONDS] [--scalems PATH] [--config FILE]
                   paused [--count N] [--scalems PATH] [--config FILE]
            """);
        return 2;
}
