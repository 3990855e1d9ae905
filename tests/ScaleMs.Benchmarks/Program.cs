using ScaleMs.Benchmarks.Engine;
using ScaleMs.Benchmarks.Journal;
using ScaleMs.Benchmarks.Tasks;

switch (args)
{
    case ["engine", ..]:
        await EngineBenchmark.RunAsync(args[1..]);
        return 0;
    case ["tasks", ..]:
        await TasksBenchmark.RunAsync(args[1..]);
        return 0;
    case ["journal", ..]:
        JournalBenchmark.Run(args[1..]);
        return 0;
    default:
        Console.Error.WriteLine(
            "usage: engine [NAME...] [--runs N] | tasks [--count N] [--runs N] [--isolation none|process] [--scalems PATH] | journal [--path DIRECTORY]");
        return 2;
}
