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

    [Fact]
    public async Task A_worker_that_runs_takes_up_a_module_that_was_built_again()
    {
        await using var cluster = new TestCluster();
        var module = cluster.Directory.File("Changing.dll");
        File.Copy(ChangingModule.Build(cluster.Directory, 1), module);
        var newer = ChangingModule.Build(cluster.Directory, 2);
        await cluster.SeedAsync();
        var worker = cluster.Worker("--slots", "2", "--modules", module);
        await worker.SaysAsync("Registered");
        Assert.Equal(1, await ValueAsync());

        // Only this test makes two builds within one tick of the file system's clock.
        File.SetLastWriteTimeUtc(newer, DateTime.UtcNow.AddSeconds(1));
        File.Move(newer, module, overwrite: true);
        await worker.SaysAsync("was rebuilt; tasks that begin from now on run the new build");
        Assert.Equal(2, await ValueAsync());

        async Task<int> ValueAsync()
        {
            using var file = TaskFile.Of(ChangingModule.Task);
            return ResultText.Parse((await cluster.EndedAsync(0, "submit", file.Path)).Output)[0].Value().GetInt32();
        }
    }
}
