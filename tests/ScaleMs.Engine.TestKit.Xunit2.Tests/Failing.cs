using Xunit.Sdk;

namespace ScaleMs.Engine.TestKit.Xunit2.Tests;

/// <summary>Looking at how an expectation fails.</summary>
internal static class Failing
{
    public static string MessageOf(Action expectation) => Assert.ThrowsAny<XunitException>(expectation).Message;

    public static async Task<string> MessageOfAsync(Func<Task> expectation) =>
        (await Assert.ThrowsAnyAsync<XunitException>(expectation)).Message;
}
