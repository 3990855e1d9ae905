using Akka.Hosting;
using Akka.Remote.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ScaleMs.Actors.Connection;
using ScaleMs.Actors.Hosting;

namespace ScaleMs.Actors.Examples.Host;

/// <summary>The host: <c>--master HOST:PORT</c> says where the master is, <c>--slots N</c> how many tasks run here at one time.</summary>
internal static class SweepHost
{
    public static IHost Build(string[] args)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder(args);
        var master = builder.Configuration["master"] ?? "127.0.0.1:4053";
        var slots = builder.Configuration["slots"] ?? "0";
        builder.Services.AddAkka(NodeConfig.SystemName, akka => akka
            .WithRemoting("127.0.0.1", 0)
            .AddHocon($"scalems {{ client.contact = [\"{master}\"], worker.slots = {slots} }}", HoconAddMode.Prepend)
            .AddScaleMsWorker(modules: [typeof(LogisticMap).Assembly])
            .AddScaleMsClient());
        builder.Services.AddHealthChecks();
        builder.Services.AddSingleton(TextWriter.Synchronized(Console.Out));
        builder.Services.AddHostedService<Sweep>();
        return builder.Build();
    }
}
