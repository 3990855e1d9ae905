using System.CommandLine;
using ScaleMs.Actors.Connection;

namespace ScaleMs.Actors.Node.CommandLine;

/// <summary><c>--seed HOST:PORT</c>, where the master is.</summary>
internal static class SeedOption
{
    /// <summary>The key that it sets.</summary>
    public const string Key = "scalems.client.contact";

    public static Option<string[]> Create()
    {
        var option = new Option<string[]>("--seed")
        {
            Description = "Where the master is; repeatable [default: 127.0.0.1:4053]",
            HelpName = "HOST:PORT",
            Arity = ArgumentArity.OneOrMore,
        };
        option.Validators.Add(static result =>
        {
            foreach (var token in result.Tokens.Where(static token => MasterLocator.Parse(token.Value) is null))
            {
                result.AddError($"--seed {token.Value}: {MasterLocator.Expected(token.Value)}");
            }
        });
        return option;
    }

    /// <summary>What was given; null = nothing.</summary>
    public static string[]? Value(ParseResult parsed, Option<string[]> option) => parsed.GetValue(option) is { Length: > 0 } seeds ? seeds : null;
}
