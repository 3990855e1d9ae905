using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ScaleMs.Actors.Samples;

/// <summary>Functions for tasks that harm the process that they run in, or try to.</summary>
public static class Mischief
{
    /// <summary>Ends its process.</summary>
    public static void Exit(int code) => Environment.Exit(code);

    /// <summary>Ends its process as a broken invariant does.</summary>
    public static void FailFast(string message) => Environment.FailFast(message);

    private delegate nint Length(nint text);

    /// <summary>Says something and crashes in native code.</summary>
    public static nint Crash(string words)
    {
        Console.WriteLine(words);
        var length = Marshal.GetDelegateForFunctionPointer<Length>(NativeLibrary.GetExport(NativeLibrary.Load("libc.so.6"), "strlen"));
        return length(1);
    }

    /// <summary>Ends as by the system when memory is short.</summary>
    public static void Kill()
    {
        Process.Start("kill", ["-KILL", Text(Environment.ProcessId)]).WaitForExit();
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>Calls itself until the stack is full.</summary>
    public static int Overflow(int depth) => 1 + Overflow(depth + 1) + Overflow(depth - 1);

    /// <summary>An exception on a thread that nobody watches.</summary>
    public static void ThrowElsewhere(string message)
    {
        new Thread(() => throw new InvalidOperationException(message)).Start();
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>Never ends and does not listen.</summary>
    public static void Loop()
    {
        while (true)
        {
            // Nothing helps but a signal.
        }
    }

    /// <summary>Keeps a core busy, and does not listen.</summary>
    public static int Spin(int number, int milliseconds)
    {
        var end = Environment.TickCount64 + milliseconds;
        while (Environment.TickCount64 < end)
        {
            // As long as there is a core for it.
        }

        return number;
    }

    /// <summary>Keeps as many threads of the pool busy as there are, up to so many, and its own one too.</summary>
    public static int OccupyPool(int items, int milliseconds)
    {
        for (var i = 0; i < items; i++)
        {
            ThreadPool.QueueUserWorkItem(static milliseconds => Spin(0, milliseconds), milliseconds, preferLocal: false);
        }

        return Spin(items, milliseconds);
    }

    /// <summary>Takes its time and does not listen.</summary>
    public static int Sleep(int milliseconds)
    {
        Thread.Sleep(milliseconds);
        return milliseconds;
    }

    /// <summary>Takes its time, does not listen, and says so before.</summary>
    public static void SaySleep(string words, int milliseconds)
    {
        Console.WriteLine(words);
        Thread.Sleep(milliseconds);
    }

    /// <summary>What there is to read from standard input; -1 = nothing.</summary>
    public static int Read() => Console.Read();

    /// <summary>Prints so many mebibytes.</summary>
    public static int Print(int mebibytes)
    {
        var chunk = new string('x', 1024 * 1024);
        for (var i = 0; i < mebibytes; i++)
        {
            Console.Write(chunk);
        }

        return mebibytes;
    }

    /// <summary>Prints past the console, by a program that inherits this process's streams.</summary>
    public static void PrintRaw(string words)
    {
        using var program = Process.Start("/bin/sh", ["-c", "echo \"$0\"; echo \"$0\" >&2", words]);
        program.WaitForExit();
    }

    /// <summary>Something that JSON cannot be made of.</summary>
    public static object Unserializable() => new Action(static () => { });

    /// <summary>A variable of the environment.</summary>
    public static string? Variable(string name) => Environment.GetEnvironmentVariable(name);

    /// <summary>The process it runs in.</summary>
    public static int ProcessId() => Environment.ProcessId;

    /// <summary>Starts programs that outlive whoever does not kill them: one as a child, one whose parent has ended, one in a session of its own. Then does not end.</summary>
    public static void LeaveChildren(string mark)
    {
        using var child = Process.Start("/bin/sleep", [mark]);
        using var orphaned = Process.Start("/bin/sh", ["-c", $"/bin/sleep {mark} & exit"]);
        using var escaped = Process.Start("/usr/bin/setsid", ["/bin/sh", "-c", $"/bin/sleep {mark} & exit"]);
        orphaned.WaitForExit();
        escaped.WaitForExit();
        Console.WriteLine("started");
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>As <see cref="LeaveChildren"/>, but ends at once.</summary>
    public static void ForgetChildren(string mark)
    {
        using var child = Process.Start("/bin/sleep", [mark]);
        using var orphaned = Process.Start("/bin/sh", ["-c", $"/bin/sleep {mark} & exit"]);
        orphaned.WaitForExit();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
