namespace ScaleMs.Actors.Architecture.Tests;

public sealed class DirectionTests
{
    [Theory]
    [InlineData("Contracts")]
    [InlineData("Connection", "Contracts", "Files")]
    [InlineData("Files", "Contracts")]
    [InlineData("Master", "Connection", "Contracts", "Files")]
    [InlineData("Worker", "Connection", "Contracts", "Files")]
    [InlineData("Client", "Connection", "Contracts", "Files")]
    [InlineData("Embedded", "Client", "Connection", "Master", "Worker")]
    [InlineData("Hosting", "Client", "Connection", "Contracts", "Master", "Worker")]
    [InlineData("Http", "Client", "Connection", "Contracts")]
    [InlineData("Node", "Client", "Connection", "Contracts", "Embedded", "Hosting", "Http", "Worker")]
    public void A_project_uses_no_others_than_these(string project, params string[] others) => Assert.Equal(others, House.Built.UsedBy(project));

    [Fact]
    public void No_folders_of_a_project_use_each_other_in_a_circle()
    {
        var circles = House.Built.Circles().Select(static way => string.Join(" -> ", way.Append(way[0]))).ToList();
        Assert.True(circles.Count == 0, string.Join('\n', circles));
    }

    [Fact]
    public void Only_tests_see_internals() => Assert.All(
        House.Built.Friends.SelectMany(static project => project.Value),
        static friend => Assert.True(friend.EndsWith(".Tests", StringComparison.Ordinal) || friend == "ScaleMs.Benchmarks", friend));
}
