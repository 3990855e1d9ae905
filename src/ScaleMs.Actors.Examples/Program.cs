using ScaleMs.Actors.Examples.Ensemble;
using Spectre.Console;

EnsembleArguments? arguments;
try
{
    arguments = EnsembleArguments.Parse(args);
}
catch (ArgumentException error)
{
    await Console.Error.WriteLineAsync($"{error.Message}\n\n{EnsembleArguments.Usage}");
    return 2;
}

if (arguments is null)
{
    Console.WriteLine(EnsembleArguments.Usage);
    return 0;
}

if (!File.Exists(arguments.File))
{
    await Console.Error.WriteLineAsync($"no such file: {arguments.File}");
    return 2;
}

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    interrupted.Cancel();
};

var console = AnsiConsole.Console;
if (Console.IsOutputRedirected)
{
    // A file has neither colours nor a width to fit lines into; 160 columns hold the widest line.
    console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No });
    console.Profile.Width = 160;
}

try
{
    return await new EnsembleProgram(console).RunAsync(arguments, interrupted.Token);
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("interrupted");
    return 130;
}
