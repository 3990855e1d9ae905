using System.CommandLine;
using ScaleMs.Actors.Connection;
using ScaleMs.Actors.Node.CommandLine;
using ScaleMs.Actors.Node.Exits;
using ScaleMs.Actors.Node.Streams;

namespace ScaleMs.Actors.Node.Verbs;

/// <summary><c>scalems page</c>: the URL of a master's status page, with its secret.</summary>
internal static class PageVerb
{
    // The master writes the file before it has a page.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    public static Verb Create()
    {
        var contactFile = SeedOption.ContactFile();
        contactFile.Required = true;
        var token = new Option<bool>("--token") { Description = "Print only the token, which requests to the HTTP API need" };
        var verb = new Verb(
            "page",
            "Prints the URL of a master's status page, to open in a browser. It has the master's token in it: keep it to yourself.",
            "scalems page --contact-file master.json",
            "curl -H \"Authorization: Bearer $(scalems page --token --contact-file master.json)\" http://127.0.0.1:8787/api/v1/status")
        {
            contactFile,
            token,
        };
        return verb.Runs(async parsed =>
        {
            StandardStreams.RequireOutput("there is no output to print to");
            var path = parsed.GetRequiredValue(contactFile)!;
            var contact = ContactFile.Read(path, SeedOption.ContactPatience);
            var begun = TimeProvider.System.GetTimestamp();
            while (contact.Page is null && TimeProvider.System.GetElapsedTime(begun) < Patience)
            {
                await Task.Delay(Interval);
                contact = ContactFile.Read(path, TimeSpan.Zero);
            }

            if (string.IsNullOrEmpty(contact.Page))
            {
                throw new NodeException($"the master of '{path}' has no page: scalems.http.port is off, or it could not listen there; its error output says why");
            }

            Console.WriteLine(parsed.GetValue(token) ? contact.Token : $"{contact.Page}/?token={contact.Token}");
            return ExitCode.Done;
        });
    }
}
