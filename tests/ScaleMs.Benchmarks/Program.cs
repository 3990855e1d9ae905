using ScaleMs.Benchmarks.Engine;
using ScaleMs.Benchmarks.Engine.TwoProcesses;
using ScaleMs.Benchmarks.Tasks;

switch (args)
{
    case ["engine", ..]:
        await EngineBenchmark.RunAsync(args[1..]);
        return 0;
    case [Peer.Verb, ..]:
        await Peer.RunAsync(args[1..]);
        return 0;
    case ["tasks", ..]:
        await TasksBenchmark.RunAsync(args[1..]);
        return 0;
    default:
        Console.Error.WriteLine("usage: engine [NAME...] [--runs N] | tasks [--count N] [--runs N] [--scalems PATH]");
        return 2;
}
