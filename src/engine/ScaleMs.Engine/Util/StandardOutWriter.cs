namespace Akka.Util;

/// <summary>The console, one message at a time, in colours where it shows them.</summary>
public static class StandardOutWriter
{
    private static readonly Lock Gate = new();

    public static void Write(string message, ConsoleColor? foregroundColor = null, ConsoleColor? backgroundColor = null) =>
        Print(message, foregroundColor, backgroundColor);

    public static void WriteLine(string message, ConsoleColor? foregroundColor = null, ConsoleColor? backgroundColor = null) =>
        Print(message + Environment.NewLine, foregroundColor, backgroundColor);

    private static void Print(string text, ConsoleColor? foreground, ConsoleColor? background)
    {
        lock (Gate)
        {
            var coloured = (foreground ?? background) is not null && !Console.IsOutputRedirected;
            if (coloured)
            {
                Console.ForegroundColor = foreground ?? Console.ForegroundColor;
                Console.BackgroundColor = background ?? Console.BackgroundColor;
            }

            Console.Out.Write(text);
            if (coloured)
            {
                Console.ResetColor();
            }
        }
    }
}
