using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Contracts.Json.Values;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Samples;

namespace ScaleMs.Actors.Client.Tests;

/// <summary>Values of a type with a converter of the user.</summary>
public sealed class ConverterTests
{
    private const string Key = "scalems.serialization.converters";

    [Fact]
    public async Task Arguments_are_written_and_results_are_read_with_the_configured_converters()
    {
        await using var client = await Embedded.StartAsync(config: $"""{Key} = ["ScaleMs.Actors.Samples.AtomConverter, ScaleMs.Actors.Samples"]""");

        var made = await client.AddItemAsync(WorkItem.Create(typeof(Values).FullName!, nameof(Values.Atom)));
        var record = await made.Result.WaitAsync(Embedded.Long);
        var taken = await client.AddItemAsync(WorkItem.Call(() => Values.TakeAtom(new Atom("neon", 2.5))));

        Assert.Equal("\"argon@1.5\"", record.ReturnValue?.GetRawText());
        Assert.Equal(new Atom("argon", 1.5), record.Value<Atom>());
        Assert.Equal("neon 2.5", await taken.ValueAsync().WaitAsync(Embedded.Long));
    }

    [Fact]
    public async Task A_type_that_is_missing_in_an_assembly_of_this_program_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidConfigurationException>(
            () => Embedded.StartAsync(config: $"""{Key} = ["ScaleMs.Actors.Samples.NoSuch, ScaleMs.Actors.Samples"]"""));

        Assert.StartsWith($"{Key}: there is no type 'ScaleMs.Actors.Samples.NoSuch, ScaleMs.Actors.Samples'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_skips_a_converter_whose_assembly_it_does_not_have()
    {
        var options = ValueJson.Options;
        ConfiguredConverters.AddLoadable(["Of.Workers, NoSuchAssembly"]);

        Assert.Same(options, ValueJson.Options);
    }
}
