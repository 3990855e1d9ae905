using Microsoft.Extensions.Hosting;
using ScaleMs.Actors.Examples.Host;

// A program of one's own that takes part in the work: a worker for its own functions and a client in one actor system.
using var host = SweepHost.Build(args);
await host.RunAsync();
