using System.Globalization;
using System.Runtime.InteropServices;

namespace ScaleMs.Actors.Samples;

/// <summary>Functions for tasks that change their process, or leave something running in it.</summary>
public static partial class Traces
{
    private static readonly List<object> Kept = [];

    /// <summary>Leaves a thread that ends the process some time later.</summary>
    public static int ThrowLater(int milliseconds)
    {
        new Thread(() =>
        {
            Thread.Sleep(milliseconds);
            throw new InvalidOperationException("left behind");
        }).Start();
        return Environment.ProcessId;
    }

    /// <summary>As <see cref="ThrowLater"/>, by a timer.</summary>
    public static int ThrowByTimer(int milliseconds)
    {
        Kept.Add(new Timer(static _ => throw new InvalidOperationException("left behind"), null, milliseconds, Timeout.Infinite));
        return Environment.ProcessId;
    }

    /// <summary>As <see cref="ThrowLater"/>, in a way that nobody can see: at the next collection, once it has returned.</summary>
    public static int ThrowWhenCollected()
    {
        Forget();
        return Environment.ProcessId;
    }

    /// <summary>Collects, which may bring to light what others have left.</summary>
    public static int Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Environment.ProcessId;
    }

    /// <summary>Uses threads, the pool and timers, and waits until all of them have done.</summary>
    public static async Task<int> UseThreadsAsync()
    {
        var thread = new Thread(static () => Thread.Yield());
        thread.Start();
        thread.Join();
        await Task.Run(static () => Thread.Yield());
        await Task.Delay(1);
        return Environment.ProcessId;
    }

    /// <summary>Keeps so many mebibytes.</summary>
    public static int Keep(int mebibytes)
    {
        var memory = new byte[mebibytes * 1024 * 1024];
        Array.Fill(memory, (byte)1);
        Kept.Add(memory);
        return Environment.ProcessId;
    }

    /// <summary>Opens files until there are no descriptors left, and forgets them.</summary>
    public static void OpenFiles()
    {
        try
        {
            while (true)
            {
                _ = new FileStream("/dev/null", FileMode.Open, FileAccess.Read);
            }
        }
        catch (IOException)
        {
            // Too many open files.
        }
    }

    /// <summary>Changes everything that a process has only once.</summary>
    public static void ChangeAll()
    {
        Directory.SetCurrentDirectory("/");
        Environment.SetEnvironmentVariable("LEFT_BEHIND", "yes");
        Environment.SetEnvironmentVariable("HOME", "/left/behind");
        Environment.SetEnvironmentVariable("PATH", null);
        Console.SetOut(TextWriter.Null);
        Console.SetError(TextWriter.Null);
        Console.SetIn(new StringReader("left behind"));
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Other();
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = Other();
        _ = FileMask(0x1FF);
    }

    /// <summary>Prints what <see cref="ChangeAll"/> changes.</summary>
    public static async Task ShowAllAsync()
    {
        var mask = FileMask(0);
        _ = FileMask(mask);
        var numbers = await Task.Run(static () => 1.5.ToString("C", CultureInfo.CurrentCulture) + CultureInfo.CurrentUICulture.Name);
        Console.WriteLine(string.Join(
            '|',
            Directory.GetCurrentDirectory(),
            string.Join(' ', new[] { "LEFT_BEHIND", "HOME", "PATH" }.Select(Environment.GetEnvironmentVariable)),
            await Console.In.ReadToEndAsync(),
            1.5.ToString("C", CultureInfo.CurrentCulture),
            CultureInfo.CurrentUICulture.NumberFormat.CurrencySymbol,
            numbers,
            mask));
        await Console.Error.WriteLineAsync("heard");
    }

    private static CultureInfo Other()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.CurrencySymbol = "left behind";
        return culture;
    }

    private static void Forget() => _ = new Grenade();

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint FileMask(uint mask);

    private sealed class Grenade
    {
        ~Grenade() => Throw();

        private static void Throw() => throw new InvalidOperationException("left behind");
    }
}
