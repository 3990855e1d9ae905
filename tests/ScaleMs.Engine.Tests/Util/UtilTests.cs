using Akka.Util;
using Akka.Util.Internal;
using TypeExtensions = Akka.Util.TypeExtensions;

namespace ScaleMs.Engine.Tests.Util;

public sealed class UtilTests
{
    [Fact]
    public void An_index_holds_sets_and_forgets_empty_ones()
    {
        var index = new Index<string, int>();

        Assert.True(index.Put("a", 1));
        Assert.False(index.Put("a", 1));
        Assert.True(index.Put("a", 2));
        Assert.True(index.Put("b", 2));
        Assert.Equal([1, 2], index["a"].Order());
        Assert.Equal(2, index.FindValue("a", value => value > 1));

        index.RemoveValue(2);
        Assert.Equal(["a"], index.Keys);
        Assert.True(index.Remove("a", 1));
        Assert.True(index.IsEmpty);
    }

    [Fact]
    public void A_switch_stays_as_it_was_when_its_action_fails()
    {
        var toggle = new Switch();

        Assert.Throws<InvalidOperationException>(() => toggle.SwitchOn(() => throw new InvalidOperationException()));
        Assert.True(toggle.IsOff);
        Assert.True(toggle.SwitchOn());
        Assert.False(toggle.SwitchOn());
        Assert.True(toggle.IfOn(() => { }));
        Assert.False(toggle.WhileOff(() => { }));
        Assert.True(toggle.SwitchOff());
    }

    [Fact]
    public void A_token_bucket_lets_its_capacity_pass_and_then_its_rate()
    {
        var bucket = new Bucket(capacity: 3, ticksBetweenTokens: 10);
        bucket.Init();

        Assert.Equal(0, bucket.Offer(3));
        Assert.Equal(10, bucket.Offer(1));
        bucket.Time = 10;
        Assert.Equal(10, bucket.Offer(1));
        bucket.Time = 20;
        Assert.Equal(30, bucket.Offer(3));
        bucket.Time = 1_000;
        Assert.Equal(0, bucket.Offer(3));
    }

    [Theory]
    [InlineData("user/worker-1", "user/worker-?", true)]
    [InlineData("user/worker-12", "user/worker-?", false)]
    [InlineData("User/x/y", "user/*", true)]
    [InlineData("abcbc", "a*bc", true)]
    [InlineData("", "*", true)]
    [InlineData("x", "", false)]
    public void Wildcards_match(string text, string pattern, bool matches) => Assert.Equal(matches, text.Like(pattern));

    [Fact]
    public void Murmur_hashes_are_the_same_in_every_process()
    {
        Assert.Equal(MurmurHash.StringHash("node-1"), MurmurHash.StringHash(string.Concat("node", "-1")));
        Assert.NotEqual(MurmurHash.StringHash("node-1"), MurmurHash.StringHash("node-2"));
        Assert.NotEqual(MurmurHash.ByteHash([1, 2, 3, 4, 5]), MurmurHash.ByteHash([1, 2, 3, 4, 6]));
        Assert.Equal(MurmurHash.SymmetricHash([1, 2, 3], 7), MurmurHash.SymmetricHash([3, 1, 2], 7));
    }

    [Theory]
    [InlineData(typeof(string), "System.String")]
    [InlineData(typeof(List<int>), "System.Collections.Generic.List`1[[System.Int32]]")]
    [InlineData(typeof(UtilTests), "ScaleMs.Engine.Tests.Util.UtilTests, ScaleMs.Engine.Tests")]
    [InlineData(typeof(Dictionary<string, UtilTests>), "System.Collections.Generic.Dictionary`2[[System.String],[ScaleMs.Engine.Tests.Util.UtilTests, ScaleMs.Engine.Tests]]")]
    public void A_type_is_named_without_versions_and_found_by_that_name(Type type, string name)
    {
        Assert.Equal(name, TypeExtensions.TypeQualifiedName(type));
        Assert.Equal(type, Type.GetType(name));
    }

    [Fact]
    public void Paths_split_at_dots_outside_of_quotes() =>
        Assert.Equal(["a", "b.c", "d"], "a.\"b.c\".d".SplitDottedPathHonouringQuotes());

    [Fact]
    public void An_option_is_empty_or_holds_a_value()
    {
        Option<string> some = "x";

        Assert.Equal(("x", "y"), (some.GetOrElse("y"), Option<string>.None.GetOrElse("y")));
        Assert.True(Option<string>.Create(null!).IsEmpty);
        Assert.Equal(1, some.Select(text => text.Length).Value);
        Assert.Equal(some, Option<string>.Create("x"));
    }

    private sealed class Bucket(long capacity, long ticksBetweenTokens) : TokenBucket(capacity, ticksBetweenTokens)
    {
        public long Time { get; set; }

        public override long CurrentTime => Time;
    }
}
