using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests.Python;

/// <summary>Values that go from Python to .NET.</summary>
public sealed class MixedValueTests
{
    [Fact]
    public async Task Bytes_and_special_numbers_of_Python_are_arguments_of_NET_functions()
    {
        var results = await PythonFile.RunAsync([
            """{"name": "bytes", "module": "builtins", "func": "bytes", "args": [[0, 255]]}""",
            """{"module": "System.Convert", "func": "ToHexString", "args": [{"$ref": "bytes"}]}""",
            """{"name": "nan", "module": "builtins", "func": "float", "args": ["nan"]}""",
            """{"module": "System.Double", "func": "IsNaN", "args": [{"$ref": "nan"}]}""",
            """{"module": "System.Math", "func": "Max", "args": [1.5, {"$float": "inf"}]}""",
        ]);

        Assert.All(results, static result => Assert.True(result.State() == "DONE", result.Exception()));
        Assert.Equal("00FF", results[1].Value().GetString());
        Assert.True(results[3].Value().GetBoolean());
        Assert.Equal("Infinity", results[4].Value().GetString());
    }
}
