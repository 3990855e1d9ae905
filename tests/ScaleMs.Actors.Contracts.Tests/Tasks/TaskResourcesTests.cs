using System.Text;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Tests.Tasks;

public sealed class TaskResourcesTests
{
    [Fact]
    public void A_description_without_any_has_none() => Assert.Null(TaskResources.Of(Described("")));

    [Fact]
    public void A_description_says_what_each_rank_needs()
    {
        var resources = TaskResources.Of(Described(
            """, "cores_per_rank": 4, "cpu_affinity": true, "gpus_per_rank": 2, "mem_per_rank": 512.5, "lfs_per_rank": 1024, "resources": {"licence": 1, "port": 0.5, "none": 0}, "wait_for_resources": true"""));

        Assert.Equal(
            new TaskResources
            {
                Cores = 4,
                Gpus = 2 * TaskResources.Unit,
                Memory = 512 * TaskResources.MiB + (TaskResources.MiB / 2),
                Storage = 1024 * TaskResources.MiB,
                Named = [new NamedAmount("licence", TaskResources.Unit), new NamedAmount("port", TaskResources.Unit / 2)],
                Waits = true,
            },
            resources);
        Assert.Equal("4 cores of its own, 2 GPUs, 512.5 MiB of memory, 1024 MiB of local disk, 1 of 'licence', 0.5 of 'port'", resources!.ToString());
    }

    [Theory]
    [InlineData("0.3333333333333333", 3)]
    [InlineData("0.33", 3)]
    [InlineData("0.1", 10)]
    [InlineData("0.0001", 10_000)]
    [InlineData("1", 1)]
    public void As_many_shares_of_a_GPU_fit_as_one_expects(string share, int fit) =>
        Assert.Equal(fit, TaskResources.Unit / TaskResources.Of(Described($", \"gpus_per_rank\": {share}"))!.Gpus);

    [Theory]
    [InlineData("\"gpus_per_rank\": -1", "gpus_per_rank is -1; it must be 0, a share of one GPU from 0.0001 to 1, or a whole number up to 1024")]
    [InlineData("\"gpus_per_rank\": 1.5", "gpus_per_rank is 1.5")]
    [InlineData("\"gpus_per_rank\": 0.00001", "gpus_per_rank is 1E-05")]
    [InlineData("\"gpus_per_rank\": 2000", "gpus_per_rank is 2000")]
    [InlineData("\"mem_per_rank\": -0.5", "mem_per_rank is -0.5; it must be 0, or 0.0001 to 1000000000 MiB")]
    [InlineData("\"mem_per_rank\": 1e300", "mem_per_rank is 1E+300")]
    [InlineData("\"lfs_per_rank\": -3", "lfs_per_rank is -3")]
    [InlineData("\"resources\": {\"licence\": -1}", "resources.licence is -1; it must be 0, or 0.0001 to 1000000")]
    [InlineData("\"resources\": {\"\": 1}", "resources has a name that is empty or longer than 100 characters")]
    [InlineData("\"resources\": {\"gpus\": 1}", "resources.gpus: use gpus_per_rank")]
    [InlineData("\"resources\": {\"cores\": 1}", "resources.cores: use cores_per_rank")]
    public void What_no_worker_could_have_is_refused_by_name(string key, string reason) =>
        Assert.StartsWith(reason, Described($", {key}").Problem("master"), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"gpus_per_rank\": \"1\"", "gpus_per_rank")]
    [InlineData("\"mem_per_rank\": [1]", "mem_per_rank")]
    [InlineData("\"resources\": [\"licence\"]", "resources")]
    [InlineData("\"resources\": {\"licence\": \"1\"}", "licence")]
    [InlineData("\"cpu_affinity\": 1", "cpu_affinity")]
    [InlineData("\"wait_for_resources\": \"yes\"", "wait_for_resources")]
    public void A_value_of_the_wrong_type_is_refused_by_name(string key, string name) =>
        Assert.Contains(name, Assert.Throws<ProtocolException>(() => Described($", {key}")).Message, StringComparison.Ordinal);

    [Fact]
    public void Null_is_the_same_as_no_named_resources() => Assert.Null(TaskResources.Of(Described(", \"resources\": null")));

    [Fact]
    public void Whether_it_waits_does_not_change_a_tasks_identity_and_what_it_needs_does()
    {
        var plain = Described("");

        Assert.Equal(UidOf(plain), UidOf(plain with { WaitForResources = true }));
        Assert.NotEqual(UidOf(plain), UidOf(plain with { GpusPerRank = 1 }));

        static string UidOf(TaskDescription task) => Submissions.SubmissionRows.One(task, new TaskKey(Guid.Empty, 0)).Uid.ToString();
    }

    private static TaskDescription Described(string more) =>
        TaskDescription.Parse(Encoding.UTF8.GetBytes($$"""{"mode": "task.function", "module": "m", "function": "f"{{more}}}"""));
}
