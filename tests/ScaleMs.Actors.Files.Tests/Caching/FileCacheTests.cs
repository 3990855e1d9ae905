using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Files.Caching;
using ScaleMs.Actors.Files.Fingerprints;

namespace ScaleMs.Actors.Files.Tests.Caching;

public sealed class FileCacheTests : IDisposable
{
    private const UnixFileMode ReadOnly = (UnixFileMode)0b100_100_100;
    private const UnixFileMode Private = (UnixFileMode)0b111_000_000;
    private readonly StoreDirectory _directory = new();
    private readonly List<ResourceIdentifier> _evicted = [];
    private FileCache _cache;

    public FileCacheTests() => _cache = Open(10);

    public void Dispose()
    {
        _cache.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_is_taken_in_under_its_key(bool move)
    {
        var path = _directory.Write("a", "hello"u8.ToArray());

        using var file = await _cache.TakeAsync(path, move);

        Assert.Equal((Key("hello"), 5, Path.Combine(_cache.Directory, "files", Key("hello").ToString())), (file.Key, file.Size, file.Path));
        Assert.Equal("hello", await File.ReadAllTextAsync(file.Path));
        Modes.Are(ReadOnly, file.Path);
        Assert.Equal(!move, File.Exists(path));
        Assert.Equal((5, 5), (_cache.Bytes, _cache.BytesInUse));
        OnlyCompleteFilesAreThere();
    }

    [Fact]
    public async Task A_file_of_another_file_system_is_moved_by_a_copy()
    {
        const string Memory = "/dev/shm";
        if (!Directory.Exists(Memory))
        {
            return;
        }

        var path = Path.Combine(Memory, Path.GetRandomFileName());
        await File.WriteAllTextAsync(path, "hello");

        using var file = await _cache.TakeAsync(path, move: true);

        Assert.Equal("hello", await File.ReadAllTextAsync(file.Path));
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task A_file_with_a_hard_link_is_moved_by_a_copy_so_that_the_link_cannot_change_it()
    {
        var path = _directory.Write("a", "hello"u8.ToArray());
        using (var link = Process.Start("ln", [path, _directory.Of("b")]))
        {
            await link.WaitForExitAsync();
        }

        using var file = await _cache.TakeAsync(path, move: true);
        await File.WriteAllTextAsync(_directory.Of("b"), "other");

        Assert.Equal("hello", await File.ReadAllTextAsync(file.Path));
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task A_link_is_followed_and_its_target_stays()
    {
        var path = _directory.Write("a", "hello"u8.ToArray());
        File.CreateSymbolicLink(_directory.Of("link"), path);

        using var file = await _cache.TakeAsync(_directory.Of("link"), move: true);

        Assert.Equal("hello", await File.ReadAllTextAsync(file.Path));
        Assert.True(File.Exists(path));
        Assert.False(Path.Exists(_directory.Of("link")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_content_that_is_there_is_joined_even_if_there_is_no_room_for_a_second_copy(bool move)
    {
        using var first = await TakeAsync("123456");

        using var second = await _cache.TakeAsync(_directory.Write("b", "123456"u8.ToArray()), move);

        Assert.Equal(first.Path, second.Path);
        Assert.Equal((6, 6), (_cache.Bytes, _cache.BytesInUse));
        Assert.Equal(!move, File.Exists(_directory.Of("b")));
        OnlyCompleteFilesAreThere();
    }

    [Fact]
    public async Task A_file_of_the_cache_that_is_moved_into_it_stays()
    {
        using var first = await TakeAsync("123456");
        File.CreateSymbolicLink(_directory.Of("link"), first.Path);

        using var second = await _cache.TakeAsync(first.Path, move: true);
        using var third = await _cache.TakeAsync(_directory.Of("link"), move: true);

        Assert.Equal((first.Path, first.Path), (second.Path, third.Path));
        Assert.True(File.Exists(first.Path));
    }

    [Fact]
    public async Task Whatever_is_no_regular_file_is_refused_with_its_name()
    {
        _directory.Write("input.dat", []);
        using (var make = Process.Start("mkfifo", [_directory.Of("fifo")]))
        {
            await make.WaitForExitAsync();
        }

        Assert.Equal($"there is no file {_directory.Of("inputt.dat")}; did you mean input.dat?", await RefusesAsync(_directory.Of("inputt.dat")));
        Assert.Equal($"{_directory.Of("fifo")} is a FIFO; only regular files have a content that can be copied", await RefusesAsync(_directory.Of("fifo")));
        Assert.Equal("/dev/zero is a character device; only regular files have a content that can be copied", await RefusesAsync("/dev/zero"));
        Assert.Equal($"{_directory.Work} is a directory; name a file in it", await RefusesAsync(_directory.Work));
        Assert.Equal(0, _cache.Bytes);
    }

    [Fact]
    public async Task A_cancelled_take_leaves_nothing()
    {
        var path = _directory.Write("a", "hello"u8.ToArray());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _cache.TakeAsync(path, move: false, new CancellationToken(canceled: true)));

        Assert.Equal(0, _cache.Bytes);
        OnlyCompleteFilesAreThere();
    }

    [Fact]
    public async Task The_file_whose_use_ended_first_is_evicted_first()
    {
        (await TakeAsync("aaaa")).Dispose();
        (await TakeAsync("bbbb")).Dispose();
        Assert.True(_cache.TryGet(Key("aaaa"), out var used));
        used.Dispose();
        Assert.True(_cache.Contains(Key("bbbb")));

        (await TakeAsync("cccc")).Dispose();

        Assert.Equal([Key("bbbb")], _evicted);
        Assert.False(_cache.TryGet(Key("bbbb"), out _));
        Assert.Equal(new[] { Key("aaaa"), Key("cccc") }.Order(), _cache.Keys.Order());
        OnlyCompleteFilesAreThere();
    }

    [Fact]
    public async Task Files_in_use_are_not_evicted_and_the_error_says_what_to_do()
    {
        using var first = await TakeAsync("aaaa");
        Assert.True(_cache.TryGet(first.Key, out var second));
        first.Dispose();
        first.Dispose();
        using var incoming = _cache.Receive(Key("bbbb"), 4);

        var error = Assert.Throws<FileCacheFullException>(() => _cache.Receive(Key("ccc"), 3));
        Assert.Equal(
            $"the file {Key("ccc")} has 3 bytes and does not fit into the cache {_cache.Directory}: of its 10 bytes, running tasks use 8; set scalems.files.cache-size to 11 bytes or more, or run fewer tasks with large files at once",
            error.Message);
        Assert.IsType<ContextException>(error, exactMatch: false);

        var path = _directory.Write("c", "ccc"u8.ToArray());
        var taken = await Assert.ThrowsAsync<FileCacheFullException>(() => _cache.TakeAsync(path, move: true));
        Assert.StartsWith($"{path} has 3 bytes", taken.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(path));

        second.Dispose();
        (await TakeAsync("ccc")).Dispose();
        Assert.Equal([Key("aaaa")], _evicted);
    }

    [Fact]
    public void A_file_larger_than_the_cache_evicts_nothing() =>
        Assert.Contains("set scalems.files.cache-size to 9223372036854775807", Assert.Throws<FileCacheFullException>(() => _cache.Receive(Key("a"), long.MaxValue)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_that_arrives_in_pieces_takes_its_room_at_once_and_gives_it_back()
    {
        using (var file = _cache.Receive(Key("hello"), 5))
        {
            Assert.Equal((5, 5), (_cache.Bytes, _cache.BytesInUse));
            Assert.False(_cache.Contains(Key("hello")));
            file.Write("hello"u8);
        }

        Assert.Equal((0, 0), (_cache.Bytes, _cache.BytesInUse));
        OnlyCompleteFilesAreThere();
    }

    [Fact]
    public void A_file_that_has_arrived_twice_is_kept_once()
    {
        using var first = Receive("hello");
        using var second = Receive("hello");

        Assert.Equal(first.Path, second.Path);
        Assert.Equal("hello", File.ReadAllText(first.Path));
        Modes.Are(ReadOnly, first.Path);
        Assert.Equal((5, 5), (_cache.Bytes, _cache.BytesInUse));
        OnlyCompleteFilesAreThere();
    }

    [Fact]
    public void A_file_that_is_not_complete_or_from_elsewhere_is_not_added()
    {
        using var other = FileCache.Open(_directory.Of("cache"), 10);
        using var foreign = other.Receive(Key(""), 0);
        foreign.Complete();
        using var incomplete = _cache.Receive(Key("a"), 1);

        Assert.Throws<InvalidOperationException>(() => _cache.Add(foreign));
        Assert.Throws<InvalidOperationException>(() => _cache.Add(incomplete));
        Assert.Throws<InvalidOperationException>(() => foreign.MoveTo(_directory.Of("target")));
    }

    [Fact]
    public async Task A_file_that_vanished_or_was_cut_is_forgotten_and_can_come_back()
    {
        (await TakeAsync("aaaa")).Dispose();
        using var used = await TakeAsync("bbbb");
        File.Delete(Path.Combine(_cache.Directory, "files", Key("aaaa").ToString()));
        File.Delete(used.Path);

        Assert.False(_cache.TryGet(Key("aaaa"), out _));
        Assert.False(_cache.Contains(Key("bbbb")));
        Assert.Equal([Key("aaaa"), Key("bbbb")], _evicted);
        Assert.Equal((0, 0), (_cache.Bytes, _cache.BytesInUse));

        using var again = await TakeAsync("bbbb");
        used.Dispose();
        Assert.True(File.Exists(again.Path));
        Assert.Equal((4, 4), (_cache.Bytes, _cache.BytesInUse));

        File.Delete(again.Path);
        await File.WriteAllTextAsync(again.Path, "cut");
        Assert.False(_cache.TryGet(again.Key, out _));
        Assert.False(File.Exists(again.Path));
    }

    [Fact]
    public async Task A_removed_file_goes_when_its_uses_have_ended()
    {
        var used = await TakeAsync("aaaa");
        (await TakeAsync("bbbb")).Dispose();

        _cache.Remove(Key("aaaa"));
        _cache.Remove(Key("bbbb"));
        _cache.Remove(Key("cccc"));

        Assert.Equal([Key("aaaa")], _cache.Keys);
        Assert.True(File.Exists(used.Path));
        used.Dispose();
        Assert.False(File.Exists(used.Path));
        Assert.Equal((0, 0), (_cache.Bytes, _cache.BytesInUse));
        Assert.Empty(_evicted);
    }

    [Fact]
    public async Task A_removed_file_whose_content_is_added_meanwhile_stays()
    {
        var used = await TakeAsync("aaaa");
        _cache.Remove(Key("aaaa"));

        Receive("aaaa").Dispose();
        used.Dispose();

        Assert.True(_cache.Contains(Key("aaaa")));
    }

    [Fact]
    public async Task A_removed_file_whose_content_is_added_meanwhile_stays_even_if_there_is_no_room_for_a_second_copy()
    {
        var first = await TakeAsync("123456");
        _cache.Remove(first.Key);
        var second = await TakeAsync("123456");
        first.Dispose();
        second.Dispose();

        Assert.True(_cache.Contains(Key("123456")));
    }

    [Fact]
    public async Task Two_caches_at_one_root_have_different_directories()
    {
        using var other = FileCache.Open(_directory.Of("cache"), 10);

        Assert.Equal((_directory.Of("cache/0"), _directory.Of("cache/1")), (_cache.Directory, other.Directory));
        using var file = await TakeAsync("aaaa");
        Assert.False(other.Contains(file.Key));
    }

    [Fact]
    public async Task The_next_process_has_the_files_of_a_dead_one_and_nothing_else()
    {
        foreach (var (content, age) in new[] { ("bbbb", 2), ("aaaa", 1), ("c", 3) })
        {
            using var file = await TakeAsync(content);
            File.SetLastAccessTimeUtc(file.Path, DateTime.UnixEpoch.AddDays(1000 - age));
        }

        var task = _cache.CreateTaskDirectory("task");
        Directory.CreateDirectory(Path.Combine(task, "a/b"));
        await File.WriteAllTextAsync(Path.Combine(task, "a/b/c"), "left");
        using var half = _cache.Receive(Key("1"), 1);
        _cache.Dispose();

        _cache = Open(8);

        Assert.Equal(_directory.Of("cache/0"), _cache.Directory);
        Assert.Equal(new[] { Key("aaaa"), Key("bbbb") }.Order(), _cache.Keys.Order());
        Assert.Equal((8, 0), (_cache.Bytes, _cache.BytesInUse));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_cache.Directory, "tasks")));
        OnlyCompleteFilesAreThere();
        Receive("dd").Dispose();
        Assert.Equal([Key("bbbb")], _evicted);
    }

    [Fact]
    public async Task A_closed_cache_only_lets_uses_end()
    {
        var used = await TakeAsync("aaaa");
        _cache.Remove(used.Key);
        _cache.Dispose();

        used.Dispose();

        Assert.True(File.Exists(used.Path));
        Assert.Throws<ObjectDisposedException>(() => _cache.TryGet(used.Key, out _));
        Assert.Throws<ObjectDisposedException>(() => _cache.Receive(used.Key, 4));
        Assert.Throws<ObjectDisposedException>(() => _cache.CreateTaskDirectory("a"));
    }

    [Fact]
    public void Directories_are_private()
    {
        var task = _cache.CreateTaskDirectory("a");

        Modes.Are(Private, _cache.Directory, Path.Combine(_cache.Directory, "files"), Path.Combine(_cache.Directory, "tasks"), task);
    }

    [Fact]
    public void Each_task_has_a_directory_of_its_own_whatever_its_name_is()
    {
        string[] names = ["a", "a", "", "..", "../../a b/\n", new('x', 1000)];
        var paths = names.Select(_cache.CreateTaskDirectory).ToArray();

        Assert.Equal(names.Length, Directory.GetDirectories(Path.Combine(_cache.Directory, "tasks")).Length);
        Assert.All(paths, path =>
        {
            Assert.True(Directory.Exists(path));
            Assert.True(_cache.RemoveTaskDirectory(path));
            Assert.False(Directory.Exists(path));
            Assert.True(_cache.RemoveTaskDirectory(path));
        });
    }

    [Fact]
    public void A_directory_of_a_task_is_removed_with_read_only_directories_and_without_what_its_links_lead_to()
    {
        var task = _cache.CreateTaskDirectory("a");
        var inner = Directory.CreateDirectory(Path.Combine(task, "inner")).FullName;
        File.WriteAllText(Path.Combine(inner, "file"), "");
        File.CreateSymbolicLink(Path.Combine(inner, "link"), _directory.Work);
        Modes.Set(UnixFileMode.UserRead | UnixFileMode.UserExecute, inner);

        Assert.True(_cache.RemoveTaskDirectory(task));

        Assert.False(Directory.Exists(task));
        Assert.True(Directory.Exists(_directory.Work));
    }

    [Fact]
    public void Only_directories_of_tasks_are_removed()
    {
        Assert.Throws<ArgumentException>(() => _cache.RemoveTaskDirectory(_directory.Work));
        Assert.Throws<ArgumentException>(() => _cache.RemoveTaskDirectory(Path.Combine(_cache.Directory, "tasks")));
        Assert.Throws<ArgumentException>(() => _cache.RemoveTaskDirectory(Path.Combine(_cache.Directory, "tasks", "..")));
    }

    [Fact]
    public void A_root_that_cannot_be_a_directory_is_named()
    {
        var root = _directory.Write("file", []);

        Assert.StartsWith($"there can be no cache of files in {root}: ", Assert.Throws<ContextException>(() => FileCache.Open(root, 10)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_threads_never_have_more_than_the_bound_nor_lose_a_file_in_use()
    {
        await Parallel.ForAsync(0, 400, async (n, cancellationToken) =>
        {
            var content = new string((char)('a' + (n % 7)), 1 + (n % 3));
            try
            {
                using var file = n % 2 == 0
                    ? Receive(content)
                    : await _cache.TakeAsync(_directory.Write($"source{n}", Encoding.UTF8.GetBytes(content)), move: n % 4 == 1, cancellationToken);
                Assert.Equal(content, await File.ReadAllTextAsync(file.Path, cancellationToken));
            }
            catch (FileCacheFullException)
            {
                // All that is there is in use.
            }

            Assert.InRange(_cache.Bytes, 0, 10);
        });

        Assert.Equal(0, _cache.BytesInUse);
        Assert.Equal(_cache.Bytes, new DirectoryInfo(Path.Combine(_cache.Directory, "files")).GetFiles().Sum(static file => file.Length));
        OnlyCompleteFilesAreThere();
    }

    private static ResourceIdentifier Key(string content) => new(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    private FileCache Open(long bound)
    {
        var cache = FileCache.Open(_directory.Of("cache"), bound);
        cache.Evicted = _evicted.Add;
        return cache;
    }

    private Task<CachedFile> TakeAsync(string content) => _cache.TakeAsync(_directory.Write("source", Encoding.UTF8.GetBytes(content)), move: false);

    private CachedFile Receive(string content)
    {
        using var file = _cache.Receive(Key(content), content.Length);
        file.Write(Encoding.UTF8.GetBytes(content));
        file.Complete();
        return _cache.Add(file);
    }

    private async Task<string> RefusesAsync(string path) =>
        (await Assert.ThrowsAsync<DataLocalizationException>(() => _cache.TakeAsync(path, move: true))).Message;

    private void OnlyCompleteFilesAreThere() => Assert.Equal(
        _cache.Keys.Select(static key => key.ToString()).Order(StringComparer.Ordinal),
        Directory.GetFileSystemEntries(Path.Combine(_cache.Directory, "files")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
}
