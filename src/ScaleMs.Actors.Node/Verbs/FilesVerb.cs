using System.CommandLine;
using System.Text.Json.Nodes;
using ScaleMs.Actors.Contracts.Files;
using ScaleMs.Actors.Node.CommandLine;
using ScaleMs.Actors.Node.Exits;

namespace ScaleMs.Actors.Node.Verbs;

/// <summary><c>scalems files</c>: sends files to a running master and gets them from it.</summary>
internal static class FilesVerb
{
    public static Verb Create() => new("files", "Sends files to a running master, and gets those that tasks have made.", "scalems files put topology.tpr", "scalems files get KEY")
    {
        Put(),
        Get(),
    };

    private static Verb Put()
    {
        var paths = new Argument<string[]>("FILE") { Description = "Files", Arity = ArgumentArity.OneOrMore };
        return new Verb(
            "put",
            "Sends files to the master and prints a reference to each, {\"$file\": KEY, \"size\": BYTES}: as an argument of a function it stands for the path of a copy. A content that the master has is not sent again.",
            "scalems files put topology.tpr")
        {
            paths,
        }.Connects(async (client, parsed, interrupted) =>
        {
            foreach (var path in parsed.GetValue(paths)!)
            {
                var file = await client.Files.AddAsync(path, interrupted);
                Console.WriteLine(new JsonObject { [FileReferences.Key] = file.Key, [FileReferences.SizeKey] = file.Size, [FileReferences.NameKey] = Path.GetFileName(path) }.ToJsonString());
            }

            return ExitCode.Done;
        });
    }

    private static Verb Get()
    {
        var key = new Argument<string>("KEY") { Description = "The file's key: the 64 digits behind \"$file\" in a result" };
        var output = new Option<string>("--output", "-o") { Description = "Where the file goes; by default the directory's file with the key as its name" };
        var verb = new Verb("get", "Gets a file of the master.", "scalems files get 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824 --output hello.txt") { key, output };
        verb.Validators.Add(result =>
        {
            if (result.GetValue(key) is { } text && !FileReferences.IsKey(text))
            {
                result.AddError($"'{text}' is not the key of a file: 64 hexadecimal digits, as behind \"$file\" in a result");
            }
        });
        return verb.Connects(
            async (client, parsed, interrupted) =>
            {
                var text = parsed.GetValue(key)!;
                await client.Files.GetAsync(text, parsed.GetValue(output) ?? text, interrupted);
                return ExitCode.Done;
            },
            ClientVerb.ActsFirst);
    }
}
