using ScaleMs.Benchmarks.Engine;

switch (args)
{
    case ["engine", ..]:
        await EngineBenchmark.RunAsync(args[1..]);
        return 0;
    default:
        Console.Error.WriteLine("usage: engine [NAME...] [--runs N]");
        return 2;
}
