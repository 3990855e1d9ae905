using System.CommandLine;
using System.CommandLine.Parsing;

namespace ScaleMs.Actors.Node.CommandLine;

/// <summary>GUIDs on the command line, as printed by <c>scalems submit</c>.</summary>
internal static class SubmissionOption
{
    /// <summary><c>--submission GUID</c> or the like.</summary>
    public static Option<Guid?> Create(string description, string name = "--submission") =>
        new(name) { Description = description, HelpName = "GUID", CustomParser = result => Parse(result, name) };

    /// <summary>The same as an argument.</summary>
    public static Argument<Guid?> Argument(string description) =>
        new("SUBMISSION") { Description = description, Arity = ArgumentArity.ExactlyOne, CustomParser = static result => Parse(result, "SUBMISSION") };

    private static Guid? Parse(ArgumentResult result, string name)
    {
        if (Guid.TryParse(result.Tokens[0].Value, out var id))
        {
            return id;
        }

        result.AddError($"{name} {result.Tokens[0].Value}: a GUID is expected, as printed by 'scalems submit' when it starts");
        return null;
    }
}
