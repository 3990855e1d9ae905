using ScaleMs.Benchmarks.Journal;
using ScaleMs.Benchmarks.Tasks;

switch (args)
{
    case ["tasks", ..]:
        await TasksBenchmark.RunAsync(args[1..]);
        return 0;
    case ["journal", ..]:
        JournalBenchmark.Run(args[1..]);
        return 0;
    case ["recovery", ..]:
        RecoveryBenchmark.Run(args[1..]);
        return 0;
    default:
        Console.Error.WriteLine(
            "usage: tasks [--count N] [--runs N] [--isolation none|process] [--journal on|off] [--scalems PATH] [--config FILE] | journal [--path DIRECTORY] | recovery [--count N]");
        return 2;
}
