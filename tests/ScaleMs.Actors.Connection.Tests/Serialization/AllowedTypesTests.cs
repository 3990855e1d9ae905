using ScaleMs.Actors.Connection.Serialization;
using ScaleMs.Actors.Contracts.Sessions;
using ScaleMs.Actors.Contracts.Workers;

namespace ScaleMs.Actors.Connection.Tests.Serialization;

public sealed class AllowedTypesTests
{
    private readonly AllowedTypes _filter = new(["My.Own.Message, MyAssembly"]);

    [Theory]
    [InlineData(typeof(RegisterWorker))]
    [InlineData(typeof(SessionOpened))]
    [InlineData(typeof(StartedRow[]))]
    [InlineData(typeof(List<OpenSession>))]
    [InlineData(typeof(Dictionary<string, List<OpenSession[]>>))]
    [InlineData(typeof(Guid?))]
    public void The_product_s_own_types_are_allowed_in_any_spelling(Type type)
    {
        Assert.True(_filter.IsAllowed(type.FullName!));
        Assert.True(_filter.IsAllowed(type.AssemblyQualifiedName!));
        Assert.True(_filter.IsAllowed($"{type.FullName}, {type.Assembly.GetName().Name}"));
    }

    [Theory]
    [InlineData("System.Diagnostics.Process, System.Diagnostics.Process")]
    [InlineData("System.IO.FileInfo")]
    [InlineData("System.Collections.Generic.List`1[[System.IO.FileInfo, System.Private.CoreLib]]")]
    [InlineData("System.Collections.Generic.Dictionary`2[[System.String, System.Private.CoreLib],[System.IO.FileInfo[], System.Private.CoreLib]], System.Private.CoreLib")]
    [InlineData("System.Collections.Generic.List`1[System.IO.FileInfo]")]
    [InlineData("")]
    [InlineData("[")]
    public void Other_types_are_refused(string name) => Assert.False(_filter.IsAllowed(name));

    [Theory]
    [InlineData("My.Own.Message")]
    [InlineData("My.Own.Message, MyAssembly")]
    [InlineData("My.Own.Message[]")]
    public void Configured_types_are_allowed(string name) => Assert.True(_filter.IsAllowed(name));
}
