using Akka.Configuration;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Worker.Registration;
using ScaleMs.Actors.Worker.Tests.Executors;

namespace ScaleMs.Actors.Worker.Tests.Registration;

/// <summary>What a worker checks before it starts.</summary>
public class WorkerStartTests
{
    private const string Module = "ScaleMs.Actors.Worker.Tests.Executors.ConvertedValue";

    [Fact]
    public async Task Functions_in_the_workers_process_take_and_return_values_through_converters_of_the_user()
    {
        Start($"""scalems.serialization.converters = ["{Module}+Converter, ScaleMs.Actors.Worker.Tests"]""");

        Assert.Equal("[3]", (await Run.ItemAsync($$"""{"module": "{{Module}}", "func": "Make", "args": [3]}""")).Outcome.ReturnValue?.GetRawText());
        Assert.Equal("3", (await Run.ItemAsync($$"""{"module": "{{Module}}", "func": "Take", "args": [[3]]}""")).Outcome.ReturnValue?.GetRawText());
    }

    [Theory]
    [InlineData("My.Converter, ScaleMs.Actors.Worker.Tests", "there is no type 'My.Converter, ScaleMs.Actors.Worker.Tests'")]
    [InlineData("My.Converter, NoSuchAssembly", "there is no type 'My.Converter, NoSuchAssembly'")]
    [InlineData("My.Converter", "there is no type 'My.Converter'")]
    [InlineData("My.Converter, =", "'My.Converter, =' cannot be loaded: ")]
    [InlineData(Module + ", ScaleMs.Actors.Worker.Tests", Module + ", ScaleMs.Actors.Worker.Tests is not derived from System.Text.Json.Serialization.JsonConverter")]
    [InlineData(Module + "+NeedsMore, ScaleMs.Actors.Worker.Tests", Module + "+NeedsMore, ScaleMs.Actors.Worker.Tests cannot be created: ")]
    public void A_converter_that_cannot_be_used_is_named_with_its_key(string name, string error) => Assert.StartsWith(
        $"scalems.serialization.converters: {error}",
        Assert.Throws<InvalidConfigurationException>(() => Start($"""scalems.serialization.converters = ["{name}"]""")).Message,
        StringComparison.Ordinal);

    private static WorkerSettings Settings(string config) => WorkerSettings.From(ScaleMsOptions.From(ConfigurationFactory.ParseString(config)), slots: 1);

    private static void Start(string config) => WorkerSlots.Create(Settings(config), command: null, [typeof(WorkerStartTests).Assembly]).Dispose();
}
