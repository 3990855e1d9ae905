using ScaleMs.Actors.Worker.Resources;

namespace ScaleMs.Actors.Worker.Tests.Resources;

/// <summary>Which GPUs a worker has, on machines as they are.</summary>
public sealed class GpuSearchTests
{
    [Theory]
    [InlineData("0,1", "0 1")]
    [InlineData("3", "3")]
    [InlineData("GPU-8932f937-d72c-4106-c12f-20bd9faed9f6, MIG-1", "GPU-8932f937-d72c-4106-c12f-20bd9faed9f6 MIG-1")]
    [InlineData("0,-1,2", "0")]
    [InlineData("", "")]
    [InlineData("NoDevFiles", "")]
    public void Those_that_a_queueing_system_lets_the_worker_see_are_its_own(string visible, string names) => Assert.Equal(
        (GpuSearch.Cuda, names),
        Found(GpuSearch.Find(name => name == GpuSearch.Cuda ? visible : null, static (_, _) => throw new InvalidOperationException("no tool is asked"))));

    [Fact]
    public void AMDs_variable_is_read_too() =>
        Assert.Equal((GpuSearch.Rocm, "2 3"), Found(GpuSearch.Find(static name => name == GpuSearch.Rocm ? "2,3" : null, static (_, _) => null)));

    [Fact]
    public void Otherwise_the_tool_of_NVIDIAs_driver_lists_them() =>
        Assert.Equal((GpuSearch.Cuda, "0 1 2"), Found(GpuSearch.Find(static _ => null, static (program, _) => program == "nvidia-smi" ? "0\n1\n2\n" : null)));

    [Fact]
    public void Or_the_tool_of_AMDs() => Assert.Equal(
        (GpuSearch.Rocm, "0 1"),
        Found(GpuSearch.Find(static _ => null, static (program, _) => program == "rocm-smi"
            ? "====================== ROCm System Management Interface ======================\nGPU[0]\t\t: Device ID: 0x74b5\nGPU[0]\t\t: GUID: 5656\nGPU[1]\t\t: Device ID: 0x74b5\n"
            : null)));

    [Theory]
    [InlineData("No devices were found\n")]
    [InlineData("NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.\n")]
    public void What_is_no_GPU_is_not_taken_for_one(string said) =>
        Assert.Equal((GpuSearch.Cuda, ""), Found(GpuSearch.Find(static _ => null, (program, _) => program == "nvidia-smi" ? said : null)));

    [Fact]
    public void A_machine_without_tools_has_none() => Assert.Empty(GpuSearch.Find(static _ => null, static (_, _) => null).Names);

    private static (string Variable, string Names) Found(FoundGpus found) => (found.Variable, string.Join(' ', found.Names));
}
