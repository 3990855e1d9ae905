using Akka.Actor;

namespace ScaleMs.Engine.Tests.Paths;

public class ActorPathSpec
{
    [Theory]
    [InlineData("akka://sys/user/a/b")]
    [InlineData("akka://sys/")]
    [InlineData("akka.tcp://sys@host:4053/user/a")]
    [InlineData("akka.tcp://sys@127.0.0.1:4053/system/x")]
    [InlineData("akka.tcp://sys@[::1]:4053/user/a")]
    public void A_path_reads_back_as_it_is_written(string text) => Assert.Equal(text, ActorPath.Parse(text).ToString());

    [Fact]
    public void Its_parts_are_known()
    {
        var path = ActorPath.Parse("akka.tcp://sys@host:4053/user/a/b#77");

        Assert.Equal("b", path.Name);
        Assert.Equal(77, path.Uid);
        Assert.Equal(["user", "a", "b"], path.Elements);
        Assert.Equal(3, path.Depth);
        Assert.Equal(new Address("akka.tcp", "sys", "host", 4053), path.Address);
        Assert.Equal("akka.tcp://sys@host:4053/user/a", path.Parent.ToString());
        Assert.Equal("akka.tcp://sys@host:4053/user", path.ParentOf(-2).ToString());
        Assert.Equal("akka.tcp://sys@host:4053/", path.Root.ToString());
    }

    [Fact]
    public void It_can_be_written_with_and_without_address_and_uid()
    {
        var path = ActorPath.Parse("akka://sys/user/a#5");

        Assert.Equal("akka://sys/user/a", path.ToString());
        Assert.Equal("akka://sys/user/a#5", path.ToSerializationFormat());
        Assert.Equal("/user/a", path.ToStringWithoutAddress());
        Assert.Equal("akka://sys/user/a#5", path.ToStringWithUid());
        var address = new Address("akka.tcp", "sys", "host", 1);
        Assert.Equal("akka.tcp://sys@host:1/user/a", path.ToStringWithAddress(address));
        Assert.Equal("akka.tcp://sys@host:1/user/a#5", path.ToSerializationFormatWithAddress(address));
    }

    [Fact]
    public void An_address_in_the_path_is_kept_when_another_is_offered()
    {
        var path = ActorPath.Parse("akka.tcp://sys@there:1/user/a");

        Assert.Equal("akka.tcp://sys@there:1/user/a", path.ToStringWithAddress(new Address("akka.tcp", "sys", "here", 2)));
    }

    [Fact]
    public void Equality_is_of_names_and_address_whatever_the_uid()
    {
        var path = ActorPath.Parse("akka://sys/user/a#1");

        Assert.Equal(path, ActorPath.Parse("akka://sys/user/a#2"));
        Assert.Equal(path.GetHashCode(), ActorPath.Parse("akka://sys/user/a#2").GetHashCode());
        Assert.NotEqual(path, ActorPath.Parse("akka://sys/user/b"));
        Assert.NotEqual(path, ActorPath.Parse("akka://other/user/a"));
        Assert.True(path == ActorPath.Parse("akka://sys/user") / "a");
    }

    [Theory]
    [InlineData("")]
    [InlineData("user/a")]
    [InlineData("/user/a")]
    [InlineData("://sys/user")]
    [InlineData("akka.tcp://sys@host:port/user")]
    public void What_is_no_path_is_refused(string text)
    {
        Assert.False(ActorPath.TryParse(text, out _));
        Assert.ThrowsAny<Exception>(() => ActorPath.Parse(text));
    }

    [Theory]
    [InlineData("akka://sys", "akka", "sys", null, null)]
    [InlineData("akka.tcp://sys@host:80", "akka.tcp", "sys", "host", 80)]
    [InlineData("akka.tcp://sys@host.domain:80", "akka.tcp", "sys", "host.domain", 80)]
    public void An_address_reads_back_as_it_is_written(string text, string protocol, string system, string? host, int? port)
    {
        var address = Address.Parse(text);

        Assert.Equal(new Address(protocol, system, host, port), address);
        Assert.Equal(text, address.ToString());
        Assert.Equal(host is null, address.HasLocalScope);
        Assert.Equal(host is not null, address.HasGlobalScope);
    }

    [Fact]
    public void A_ref_carries_its_path()
    {
        Assert.Equal("a", (ActorPath.Parse("akka://sys/user") / "a").Name);
        Assert.Equal("akka://sys/user/a/b", (ActorPath.Parse("akka://sys/user") / new[] { "a", "b" }).ToString());
        Assert.Equal("akka://sys/user/a", ActorPath.Parse("akka://sys/user").Child("a").ToString());
    }
}
