namespace ScaleMs.Actors.Http.Tests.Api;

public sealed class DescriptionTests(Served served) : IClassFixture<Served>
{
    private static readonly string[] Expected =
    [
        "get /api/v1/events", "get /api/v1/report", "get /api/v1/status", "get /api/v1/submissions", "get /api/v1/submissions/{id}/graph",
        "get /api/v1/submissions/{id}/results", "get /api/v1/tasks", "get /api/v1/tasks/{uid}", "get /api/v1/tasks/{uid}/output", "get /api/v1/workers",
        "post /api/v1/cancel", "post /api/v1/submissions", "put /api/v1/submissions/{id}",
    ];

    [Fact]
    public async Task OpenApi_describes_every_endpoint_with_its_answers()
    {
        var description = await served.GetAsync("/openapi/v1.json");
        var operations = description.GetProperty("paths").EnumerateObject()
            .SelectMany(static path => path.Value.EnumerateObject().Select(operation => (Name: $"{operation.Name} {path.Name}", operation.Value))).ToList();

        Assert.Equal(Expected, operations.Select(static operation => operation.Name).Order(StringComparer.Ordinal));
        Assert.All(operations, static operation =>
        {
            Assert.True(operation.Value.TryGetProperty("summary", out _), operation.Name);
            Assert.True(operation.Value.GetProperty("responses").TryGetProperty("200", out _), operation.Name);
            Assert.True(operation.Value.GetProperty("responses").TryGetProperty("401", out _), operation.Name);
        });
    }

    [Theory]
    [InlineData("/api/v1/status", "master")]
    [InlineData("/api/v1/workers", "workers")]
    [InlineData("/api/v1/report", "accepted")]
    [InlineData("/api/v1/submissions", "submissions")]
    public async Task What_is_described_is_answered(string path, string member) => Assert.True((await served.GetAsync(path)).TryGetProperty(member, out _));
}
