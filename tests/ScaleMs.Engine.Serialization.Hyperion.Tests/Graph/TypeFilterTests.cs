using System.Runtime.Serialization;
using Akka.Serialization.Graph;
using Hyperion;

namespace ScaleMs.Engine.Serialization.Hyperion.Tests.Graph;

public sealed class TypeFilterTests : GraphTest
{
    private const string Here = "ScaleMs.Engine.Serialization.Hyperion.Tests.Graph";
    private const string Home = "ScaleMs.Engine.Serialization.Hyperion.Tests";

    [Fact]
    public void The_filter_sees_full_names_with_short_assembly_names()
    {
        var filter = new Recording(_ => true);
        Read(filter, new object[] { new Circle(1), new Pair<Circle, int>(new Circle(2), 1), new List<Circle>(), new Circle[1], new InvalidOperationException() });
        Assert.Equal(
            [
                $"{Here}.Circle, {Home}",
                $"{Here}.Pair`2[[{Here}.Circle, {Home}],[System.Int32,%core%]], {Home}",
                $"System.Collections.Generic.List`1[[{Here}.Circle, {Home}]],%core%",
                $"{Here}.Circle[], {Home}",
                "System.InvalidOperationException,%core%",
            ],
            filter.Asked);
    }

    [Fact]
    public void Built_in_types_are_not_asked_about()
    {
        var filter = new Recording(_ => false);
        Read(filter, new object[] { 1, "two", new List<int> { 3 }, new Dictionary<string, Guid[]>(), (1, "x"), new Uri("http://a/b") });
        Assert.Empty(filter.Asked);
    }

    [Fact]
    public void A_refused_type_is_named()
    {
        var error = Assert.Throws<SerializationException>(() => Read(new Recording(name => !name.Contains("Square", StringComparison.Ordinal)), new object[] { new Circle(1), new Square(2) }));
        Assert.Contains($"{Here}.Square, {Home}", error.Message, StringComparison.Ordinal);
        Assert.Contains("not allowed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Generic_arguments_do_not_slip_through()
    {
        var filter = new Recording(name => !name.Contains("Square", StringComparison.Ordinal));
        Assert.Throws<SerializationException>(() => Read(filter, new List<Square>()));
        Assert.Throws<SerializationException>(() => Read(filter, new Dictionary<int, List<Square[]>>()));
        Assert.Throws<SerializationException>(() => Read(filter, typeof(Square)));
    }

    [Fact]
    public void The_declared_type_of_a_member_of_an_allowed_type_is_allowed_with_it()
    {
        var order = new Order(1, "o", new Money(1, "EUR"), State.New, null, [], default, null);
        Assert.IsType<Order>(Read(new Recording(name => name == $"{Here}.Order, {Home}"), order));
    }

    [Fact]
    public void A_refused_type_is_not_even_looked_for()
    {
        // The name leads nowhere; were it loaded first, the error would say so.
        var bytes = Bytes(new Circle(1));
        var options = CodecOptions.Default with { NameOverrides = [name => name.Replace("Circle", "Nobody", StringComparison.Ordinal)] };
        Assert.Contains("not in this process", Refusal(options), StringComparison.Ordinal);
        Assert.Contains("not allowed", Refusal(options with { Filter = new Recording(_ => false) }), StringComparison.Ordinal);

        string Refusal(CodecOptions with) => Assert.Throws<SerializationException>(() => Make(with).Deserialize(bytes)).Message;
    }

    [Fact]
    public void A_list_of_names_from_the_configuration_is_a_filter()
    {
        ITypeFilter filter = new Akka.Serialization.Graph.Types.ListedTypes(
            [$"{Here}.Circle, {Home}, Version=1.0.0.0, Culture=neutral, PublicKeyToken=null", "System.InvalidOperationException, System.Private.CoreLib"]);
        Assert.Equal(new Circle(1), Read(filter, new Circle(1)));
        Assert.IsType<InvalidOperationException>(Read(filter, new InvalidOperationException()));
        Assert.Throws<SerializationException>(() => Read(filter, new Square(1)));
    }

    [Fact]
    public void Known_types_are_written_as_numbers_and_need_no_permission()
    {
        var known = CodecOptions.Default with { KnownTypes = [typeof(Square), typeof(Circle)] };
        var bytes = Bytes(new Circle(1), known);
        Assert.Equal(new Circle(1), Make(known with { Filter = new Recording(_ => false) }).Deserialize(bytes));
        Assert.True(bytes.Length < 16, $"{bytes.Length} bytes");
        Assert.Contains("known-types-provider", Assert.Throws<SerializationException>(() => Make().Deserialize(bytes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_can_be_overridden_before_the_filter_sees_them()
    {
        var filter = new Recording(_ => true);
        var options = new CodecOptions(filter, true, [], [name => name.Replace("Circle", "Disc", StringComparison.Ordinal)]);
        Assert.Equal(new Disc(1.5), Make(options).Deserialize(Bytes(new Circle(1.5))));
        Assert.Equal([$"{Here}.Disc, {Home}"], filter.Asked);
    }

    private static object? Read(ITypeFilter filter, object value) => Make(CodecOptions.Default with { Filter = filter }).Deserialize(Bytes(value));

    internal sealed class Recording(Func<string, bool> verdict) : ITypeFilter
    {
        public List<string> Asked { get; } = [];

        public bool IsAllowed(string typeName)
        {
            Asked.Add(typeName);
            return verdict(typeName);
        }
    }
}

public sealed record Disc(double Radius) : IShape;
