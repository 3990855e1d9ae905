using Akka.Configuration;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Connection.Security;
using ScaleMs.Actors.Node.Exits;
using ScaleMs.Actors.Worker.Posix;

namespace ScaleMs.Actors.Node.Streams;

/// <summary>The files that a verb reads. It must not write to any of them: that would destroy the file while it is read.</summary>
internal sealed class UsedFiles
{
    private readonly List<(FileIdentity File, string Name)> _files = [];

    /// <summary>The configuration file and the files that the configuration names. Output files in it are checked at once.</summary>
    /// <param name="config">The user's configuration.</param>
    /// <param name="configurationFile">The configuration file; null = none.</param>
    /// <exception cref="UsageException">One of them would be overwritten.</exception>
    public static UsedFiles Of(Config config, string? configurationFile)
    {
        var options = ScaleMsOptions.From(config);
        var used = new UsedFiles();
        used.Add(configurationFile ?? "", $"the configuration file '{configurationFile}'");
        foreach (var module in options.Worker.Modules)
        {
            used.Add(module, $"the module '{module}'");
        }

        used.Add(options.Tls.Ca, options.Tls.Certificate, options.Tls.Key).AddCertificates(CertificateFiles.DefaultDirectory);
        used.Refuse(options.Log.File, "scalems.log.file");
        used.Refuse(options.Master.Report, "scalems.master.report");
        used.Refuse(options.Journal.Path ?? "", "scalems.journal");
        return used;
    }

    /// <summary>Adds the files of a certificate directory.</summary>
    public UsedFiles AddCertificates(string directory) => Add(
        ((string[])[CertificateFiles.CaName, CertificateFiles.CaKeyName, CertificateFiles.CertificateName, CertificateFiles.KeyName])
            .Select(name => Path.Combine(directory, name)));

    /// <summary>Adds the input of a verb: a file, or standard input for <c>-</c>.</summary>
    public UsedFiles AddInput(string path)
    {
        if (path == "-")
        {
            Add(FileIdentity.Of(StandardStreams.Input), "the file that standard input comes from");
        }
        else
        {
            Add(path, $"the input '{path}'");
        }

        return this;
    }

    /// <summary>Checks that the output is none of the used files.</summary>
    /// <param name="output">The output file; null = standard output.</param>
    /// <exception cref="UsageException">It is a file that is read.</exception>
    public void Refuse(string? output)
    {
        if (output is null)
        {
            Refuse(FileIdentity.Of(StandardStreams.Output), StandardStreams.OutputName);
        }
        else
        {
            Refuse(output, $"--output {output}");
        }
    }

    private UsedFiles Add(params IEnumerable<string> certificates)
    {
        foreach (var file in certificates)
        {
            Add(file, $"'{file}', which is a certificate or its key");
        }

        return this;
    }

    private void Add(string path, string name) => Add(FileIdentity.Of(path), name);

    private void Add(FileIdentity? file, string name)
    {
        if (file is { } identity)
        {
            _files.Add((identity, name));
        }
    }

    private void Refuse(string path, string what) => Refuse(FileIdentity.Of(path), what);

    private void Refuse(FileIdentity? file, string what)
    {
        foreach (var (used, name) in _files)
        {
            if (used == file)
            {
                throw new UsageException($"{what} is the same file as {name}, which would be destroyed; choose another file");
            }
        }
    }
}
