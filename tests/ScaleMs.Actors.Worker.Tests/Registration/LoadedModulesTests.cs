using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Isolation.Frames;
using ScaleMs.Actors.Worker.Registration;
using ScaleMs.Actors.Worker.Tests.Executors;

namespace ScaleMs.Actors.Worker.Tests.Registration;

/// <summary>Modules that interpreters have loaded.</summary>
public sealed class LoadedModulesTests : IDisposable
{
    private readonly TaskDirectory _directory = new();
    private readonly LoadedModules _modules = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void An_edit_is_seen_once()
    {
        var module = Write("a.py", "1");
        Assert.True(_modules.Add(module));
        Assert.False(_modules.Add(module));
        Assert.Empty(_modules.RemoveChanged());

        Write("a.py", "long");
        Assert.Equal([module.Code], _modules.RemoveChanged().AsEnumerable());
        Assert.Empty(_modules.RemoveChanged());
        Assert.Empty(_modules.Code);
    }

    [Fact]
    public void Modules_of_one_name_in_two_directories_are_both_watched()
    {
        var (first, second) = (Write("one/a.py", "1"), Write("two/a.py", "2"));
        Assert.True(_modules.Add(first));
        Assert.True(_modules.Add(second));
        Assert.Equal([second.Code], _modules.Code);

        Write("one/a.py", "long");
        Assert.Equal([first.Code], _modules.RemoveChanged().AsEnumerable());
        Assert.Equal([second.Code], _modules.Code);
        Write("two/a.py", "long");
        Assert.Equal([second.Code], _modules.RemoveChanged().AsEnumerable());
    }

    private LoadedModule Write(string name, string text)
    {
        _directory.Write(name, text);
        return new LoadedModule(new CodeIdentity("python:a", text), [Path.Combine(_directory.Path, name)]);
    }
}
