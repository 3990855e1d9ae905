using System.Collections;
using System.Globalization;
using ScaleMs.Actors.Worker.Executors.Functions;
using ScaleMs.Actors.Worker.Posix;

namespace ScaleMs.Actors.Worker.Isolation.Child;

/// <summary>
/// Process-wide state that a function can change and that can be restored, so that the next one finds it as the first did: working
/// directory, file mask, console, culture, environment. Where restoring costs no more than checking, it is done without a check.
/// </summary>
internal sealed class ProcessState
{
    private readonly TextWriter _out;
    private readonly TextWriter _error;
    private readonly TextReader _in;
    private readonly CultureInfo _culture = CultureInfo.CurrentCulture;
    private readonly CultureInfo _language = CultureInfo.CurrentUICulture;
    private readonly CultureInfo? _defaultCulture = CultureInfo.DefaultThreadCurrentCulture;
    private readonly CultureInfo? _defaultLanguage = CultureInfo.DefaultThreadCurrentUICulture;
    private readonly IDictionary _environment = Environment.GetEnvironmentVariables();
    private readonly int _directory = LinuxCalls.Open(".", LinuxCalls.CloseOnExec);
    private readonly uint _mask = LinuxCalls.FileMask(0);

    public ProcessState()
    {
        _ = LinuxCalls.FileMask(_mask);
        ConsoleCapture.Install();

        // Standard input is empty here. The console's own reader would set up a terminal on first use.
        Console.SetIn(TextReader.Null);
        (_out, _error, _in) = (Console.Out, Console.Error, Console.In);
    }

    /// <summary>Restores everything.</summary>
    /// <param name="withEnvironment">Whether the environment may have been changed: comparing it takes as long as many functions run.</param>
    public void PutBack(bool withEnvironment)
    {
        _ = LinuxCalls.FileMask(_mask);
        _ = LinuxCalls.ChangeDirectory(_directory);
        if (Console.Out != _out)
        {
            Console.SetOut(_out);
        }

        if (Console.Error != _error)
        {
            Console.SetError(_error);
        }

        if (Console.In != _in)
        {
            Console.SetIn(_in);
        }

        PutBackCulture();
        if (withEnvironment)
        {
            PutBackEnvironment();
        }
    }

    private void PutBackCulture()
    {
        if (CultureInfo.CurrentCulture != _culture)
        {
            CultureInfo.CurrentCulture = _culture;
        }

        if (CultureInfo.CurrentUICulture != _language)
        {
            CultureInfo.CurrentUICulture = _language;
        }

        if (CultureInfo.DefaultThreadCurrentCulture != _defaultCulture)
        {
            CultureInfo.DefaultThreadCurrentCulture = _defaultCulture;
        }

        if (CultureInfo.DefaultThreadCurrentUICulture != _defaultLanguage)
        {
            CultureInfo.DefaultThreadCurrentUICulture = _defaultLanguage;
        }
    }

    private void PutBackEnvironment()
    {
        var now = Environment.GetEnvironmentVariables();
        foreach (string name in now.Keys)
        {
            if (!_environment.Contains(name))
            {
                Environment.SetEnvironmentVariable(name, null);
            }
        }

        foreach (DictionaryEntry variable in _environment)
        {
            if ((string?)now[variable.Key] != (string?)variable.Value)
            {
                Environment.SetEnvironmentVariable((string)variable.Key, (string?)variable.Value);
            }
        }
    }
}
