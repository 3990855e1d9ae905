using ScaleMs.Actors.Contracts.Workers;
using Spectre.Console;

namespace ScaleMs.Actors.Node.Verbs;

/// <summary>What the tables of workers have in common.</summary>
internal static class WorkerTable
{
    // Without a terminal there is no width limit; the widest table fits into this.
    private const int WidthWithoutTerminal = 240;

    /// <summary>Standard output for a table.</summary>
    public static IAnsiConsole Console()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(System.Console.Out) });
        if (System.Console.IsOutputRedirected)
        {
            console.Profile.Width = WidthWithoutTerminal;
        }

        return console;
    }

    /// <summary>What tasks hold of the worker's resources, else what it has; as markup.</summary>
    public static string Resources(WorkerStatus worker) => Markup.Escape(worker.ResourcesInUse.Length > 0 ? worker.ResourcesInUse : worker.Resources.ToString());
}
