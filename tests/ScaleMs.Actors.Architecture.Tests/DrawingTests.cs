namespace ScaleMs.Actors.Architecture.Tests;

public sealed class DrawingTests
{
    [Fact]
    public void The_page_of_dependencies_is_that_of_the_code()
    {
        var page = Path.Combine(House.Root, "docs", "dependencies.md");
        var drawn = Drawing.Of(House.Built);
        if (Environment.GetEnvironmentVariable("DRAW_DEPENDENCIES") is not null)
        {
            File.WriteAllText(page, drawn);
        }

        Assert.True(File.Exists(page) && File.ReadAllText(page) == drawn, "docs/dependencies.md is out of date: dotnet run build.cs -- draw");
    }
}
