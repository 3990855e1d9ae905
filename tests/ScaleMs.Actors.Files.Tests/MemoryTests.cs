using System.Text;
using ScaleMs.Actors.Files.Descriptions;

namespace ScaleMs.Actors.Files.Tests;

/// <summary>Alone in the process, because what is measured is what the whole process allocates.</summary>
[Collection(nameof(MemoryTests))]
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MemoryTests
{
    private const int Size = 64 << 20;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Copying_a_large_file_needs_no_memory_of_its_size(bool isText)
    {
        using var directory = new StoreDirectory();
        await using var store = await directory.OpenAsync();
        using (var large = File.Create(directory.Of("large")))
        {
            large.SetLength(Size);
        }

        var before = GC.GetTotalAllocatedBytes();
        await store.AddFileAsync(isText ? new TextFile(directory.Of("large"), Encoding.Latin1) : new BinaryFile(directory.Of("large")));

        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, Size / 8);
    }
}
