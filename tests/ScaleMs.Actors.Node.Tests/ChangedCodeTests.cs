using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests;

public sealed class ChangedCodeTests
{
    [Fact]
    public async Task Yesterdays_result_does_not_answer_for_todays_code()
    {
        await using var cluster = new TestCluster();
        var (first, second) = (ChangingModule.Build(cluster.Directory, 1), ChangingModule.Build(cluster.Directory, 2));
        var module = cluster.Directory.File("Changing.dll");
        await cluster.SeedAsync();

        Assert.Equal(1, await ValueAsync(first));
        Assert.Equal(2, await ValueAsync(second));
        Assert.Equal(1, await ValueAsync(first));

        async Task<int> ValueAsync(string build)
        {
            File.Copy(build, module, overwrite: true);
            var worker = cluster.Worker("--slots", "1", "--modules", module);
            await worker.SaysAsync("Registered");
            using var file = TaskFile.Of(ChangingModule.Task);
            var submit = await cluster.EndedAsync(0, "submit", file.Path);
            worker.Terminate();
            await worker.ExitsAsync();
            return ResultText.Parse(submit.Output)[0].Value().GetInt32();
        }
    }
}
