using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Master.Commands;
using ScaleMs.Actors.Samples;

namespace ScaleMs.Actors.Master.Tests.Commands;

public sealed class CommandTableTests
{
    [Fact]
    public void Commands_are_found_by_their_handlers()
    {
        var entry = Assert.Single(Load("count-words", typeof(CountWordsHandler).AssemblyQualifiedName!));

        Assert.Equal(("count_words", "count-words", typeof(CountWords)), (entry.Operation, entry.ActorName, entry.CommandType));
    }

    [Theory]
    [InlineData("count-words", "No.Such.Type, ScaleMs.Actors.Samples", "'No.Such.Type, ScaleMs.Actors.Samples' cannot be loaded")]
    [InlineData("count-words", "No.Such.Type, No.Such.Assembly", "cannot be loaded")]
    [InlineData("count-words", "ScaleMs.Actors.Samples.CountWords, ScaleMs.Actors.Samples", "is not derived from")]
    [InlineData("add-item", "ScaleMs.Actors.Samples.CountWordsHandler, ScaleMs.Actors.Samples", "'add_item' is a command of the master's own")]
    public void A_command_that_cannot_be_served_is_named_with_its_path(string name, string handler, string error)
    {
        var message = Assert.Throws<InvalidConfigurationException>(() => Load(name, handler)).Message;

        Assert.StartsWith($"scalems.commands.{name}: ", message, StringComparison.Ordinal);
        Assert.Contains(error, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_that_only_claims_to_handle_a_command_is_no_handler()
    {
        var message = Assert.Throws<InvalidConfigurationException>(() => Load("count-words", typeof(NoActor).AssemblyQualifiedName!)).Message;

        Assert.Contains("is not derived from", message, StringComparison.Ordinal);
    }

    private sealed class NoActor : ICommandHandler<CountWords>;

    private static System.Collections.Immutable.ImmutableArray<CommandEntry> Load(string name, string handler) => CommandTable.Load(new Dictionary<string, string> { [name] = handler });
}
