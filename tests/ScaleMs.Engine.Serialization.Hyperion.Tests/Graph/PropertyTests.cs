using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace ScaleMs.Engine.Serialization.Hyperion.Tests.Graph;

public sealed class PropertyTests : GraphTest
{
    private static readonly Akka.Serialization.Graph.GraphSerializer Reader = Make();

    private static readonly Config Quick = Config.QuickThrowOnFailure.WithMaxTest(500);

    [Fact]
    public void Any_tree_comes_back_equal_under_all_settings() => Check.One(
        Quick,
        Prop.ForAll(Arb.From(Trees(4)), tree => Same(tree, Trip(tree)) && Same(tree, Trip(tree, references: false)) && Same(tree, Trip(tree, tolerant: false))));

    [Fact]
    public void Any_string_comes_back_the_same() => Check.One(
        Quick,
        Prop.ForAll(
            Arb.From(Gen.ArrayOf(Gen.Choose(0, 0xFFFF)).Select(codes => new string([.. codes.Select(code => (char)code)]))),
            text => Trip(text) == text && Trip(new[] { text })[0] == text));

    [Fact]
    public void Any_numbers_come_back_the_same() => Check.One(
        Quick,
        Prop.ForAll(
            ArbMap.Default.ArbFor<long>(),
            ArbMap.Default.ArbFor<double>(),
            ArbMap.Default.ArbFor<decimal>(),
            (integer, real, exact) => Trip((integer, (int)integer, (ulong)integer, (short)integer, real, (float)real, exact))
                .Equals((integer, (int)integer, (ulong)integer, (short)integer, real, (float)real, exact))));

    [Fact]
    public void Any_graph_keeps_its_shape() => Check.One(
        Quick,
        Prop.ForAll(Arb.From(Gen.ArrayOf(Gen.Choose(0, 40))), links =>
        {
            // Node i points to node links[i]: cycles, chains and shared ends of all kinds.
            var nodes = links.Select((_, i) => new Node($"{i}")).ToArray();
            for (var i = 0; i < nodes.Length; i++)
            {
                nodes[i].Next = nodes[links[i] % nodes.Length];
            }

            var back = Trip(nodes);
            return back.Select((node, i) => node.Name == $"{i}" && ReferenceEquals(node.Next, back[links[i] % nodes.Length])).All(same => same);
        }));

    [Fact]
    public void Any_payload_survives_damage() => Check.One(
        Quick,
        Prop.ForAll(Arb.From(Trees(3)), Arb.From(Gen.Choose(0, int.MaxValue)), Arb.From(Gen.Choose(0, 255)), (tree, at, value) =>
        {
            var bytes = Bytes(tree);
            bytes[at % bytes.Length] = (byte)value;
            try
            {
                Reader.Deserialize(bytes);
            }
            catch (System.Runtime.Serialization.SerializationException)
            {
                // Refused; the other outcome is another object.
            }

            return true;
        }));

    private static Gen<Tree> Trees(int depth) =>
        from number in ArbMap.Default.GeneratorFor<int>()
        from text in ArbMap.Default.GeneratorFor<string>()
        from payload in Payloads()
        from state in Gen.Elements(State.New, State.Sent)
        from maybe in ArbMap.Default.GeneratorFor<double?>()
        from children in depth == 0 ? Gen.Constant(Array.Empty<Tree>()) : Gen.ArrayOf(Trees(depth - 1)).Resize(3)
        from asList in ArbMap.Default.GeneratorFor<bool>()
        select new Tree(number, text, payload, state, maybe, asList ? children.ToList() : children, children.ToDictionary(child => Guid.NewGuid(), child => (object)child.Number));

    private static Gen<object?> Payloads() => Gen.OneOf(
        Gen.Constant<object?>(null),
        ArbMap.Default.GeneratorFor<int>().Select(value => (object?)value),
        ArbMap.Default.GeneratorFor<string>().Select(value => (object?)value),
        ArbMap.Default.GeneratorFor<DateTime>().Select(value => (object?)value),
        ArbMap.Default.GeneratorFor<TimeSpan>().Select(value => (object?)value),
        ArbMap.Default.GeneratorFor<byte[]>().Select(value => (object?)value),
        ArbMap.Default.GeneratorFor<decimal[]>().Select(value => (object?)value),
        ArbMap.Default.GeneratorFor<Guid>().Select(value => (object?)new Pair<Guid, string>(value, "p")),
        ArbMap.Default.GeneratorFor<int>().Select(value => (object?)new Point(value, -value)),
        ArbMap.Default.GeneratorFor<double>().Select(value => (object?)new Circle(value)),
        ArbMap.Default.GeneratorFor<List<int?>>().Select(value => (object?)value));

    /// <summary>Told apart by their JSON, which is not made by what is tested.</summary>
    private static bool Same(Tree left, Tree right) => JsonSerializer.Serialize(left, Json) == JsonSerializer.Serialize(right, Json);

    private static readonly JsonSerializerOptions Json = new()
    {
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };
}

public sealed record Tree(
    int Number, string? Text, object? Payload, State State, double? Maybe, IReadOnlyList<Tree> Children, Dictionary<Guid, object> Index);
