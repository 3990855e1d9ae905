using ScaleMs.Actors.Worker.Executors.Functions;
using ScaleMs.Actors.Worker.Isolation;
using ScaleMs.Actors.Worker.Isolation.Environments;
using ScaleMs.Actors.Worker.Isolation.Frames;
using ScaleMs.Actors.Worker.Registration;
using ScaleMs.Actors.Worker.Tests.Executors;

namespace ScaleMs.Actors.Worker.Tests.Registration;

/// <summary>Modules that are built again while a worker runs.</summary>
public sealed class RebuiltModuleTests : IDisposable
{
    private readonly TaskDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_build_that_one_slot_has_loaded_already_is_for_all()
    {
        var module = Build("ScaleMs.Actors.Samples.dll");
        var workers = new SlotEnvironment("dotnet", new SlotCommand("/bin/false", []), new StartFrame(1000, 1000) { Modules = [module] }) { IsWorkers = true };
        using var slots = new WorkerSlots(2, SlotEnvironments.Only(workers), TimeProvider.System);
        Assert.Null(slots.LookAtModules());

        Build("ScaleMs.Actors.TestSupport.dll");
        slots.Loaded(slots.Slots[1], ModuleCatalog.CodeOf([module]));

        Assert.Contains("TestSupport", slots.LookAtModules(), StringComparison.Ordinal);
        Assert.Equal(ModuleCatalog.CodeOf([module]).AsEnumerable(), slots.Code.AsEnumerable());
        Assert.Null(slots.LookAtModules());
    }

    private string Build(string assembly)
    {
        var module = Path.Combine(_directory.Path, "module.dll");
        File.Copy(Path.Combine(AppContext.BaseDirectory, assembly), module, overwrite: true);
        File.SetLastWriteTimeUtc(module, File.GetLastWriteTimeUtc(module).AddSeconds(assembly.Length));
        return module;
    }
}
