using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using ScaleMs.Actors.Files.Caching;
using ScaleMs.Actors.Files.Fingerprints;
using ScaleMs.Actors.Files.Receiving;

namespace ScaleMs.Actors.Files.Tests.Caching;

/// <summary>Any sequence of operations on a cache, against a plain list.</summary>
public sealed class FileCachePropertyTests
{
    private const int Bound = 12;

    private enum Step
    {
        Copy,
        Move,
        Begin,
        Complete,
        GiveUp,
        Get,
        EndUse,
        Remove,
        Vanish,
        Reopen,
    }

    private static readonly Gen<(Step Step, int Number)[]> Programs = Gen.ArrayOf(
        from step in Gen.Frequency(
            (9, Gen.Elements(Enum.GetValues<Step>().Except([Step.EndUse, Step.Vanish, Step.Reopen]))),
            (3, Gen.Constant(Step.EndUse)),
            (1, Gen.Elements(Step.Vanish, Step.Reopen)))
        from number in Gen.Choose(0, 6)
        select (step, number));

    [Fact]
    public void The_cache_has_what_a_list_has_and_never_more_than_its_bound() =>
        Prop.ForAll(Programs.ToArbitrary(), static program => HoldsAsync(program)).QuickCheckThrowOnFailure();

    private static async Task HoldsAsync((Step Step, int Number)[] program)
    {
        using var directory = new StoreDirectory();
        using var run = new Run(directory);
        foreach (var (step, number) in program)
        {
            await run.DoAsync(step, number);
            run.Check();
        }
    }

    /// <summary>A file as the list has it; the list is in the order of the ends of uses.</summary>
    private sealed class Entry(int number)
    {
        public int Number { get; } = number;

        public int Size => Number;

        public int Pins { get; set; }

        public bool IsUnwanted { get; set; }
    }

    private sealed class Run(StoreDirectory directory) : IDisposable
    {
        private readonly List<Entry> _files = [];
        private readonly List<(Entry Entry, CachedFile File)> _uses = [];
        private readonly List<(int Number, IncomingFile File)> _incoming = [];
        private readonly List<ResourceIdentifier> _expectedEvictions = [];
        private readonly List<ResourceIdentifier> _evictions = [];
        private FileCache _cache = FileCache.Open(directory.Of("cache"), Bound);

        private int Bytes => _files.Sum(static file => file.Size) + _incoming.Sum(static file => file.Number);

        private int BytesInUse => _files.Where(static file => file.Pins > 0).Sum(static file => file.Size) + _incoming.Sum(static file => file.Number);

        public async Task DoAsync(Step step, int number)
        {
            _cache.Evicted = _evictions.Add;
            switch (step)
            {
                case Step.Copy or Step.Move:
                    await TakeAsync(number, step == Step.Move);
                    break;
                case Step.Begin:
                    Begin(number);
                    break;
                case Step.Complete or Step.GiveUp when _incoming.Count > 0:
                    End(number % _incoming.Count, step == Step.Complete);
                    break;
                case Step.Get:
                    Get(number);
                    break;
                case Step.EndUse when _uses.Count > 0:
                    EndUse(number % _uses.Count);
                    break;
                case Step.Remove:
                    _cache.Remove(Key(number));
                    Remove(number);
                    break;
                case Step.Vanish when Find(number) is { } entry:
                    File.Delete(PathOf(number));
                    Assert.False(_cache.Contains(Key(number)));
                    _files.Remove(entry);
                    _expectedEvictions.Add(Key(number));
                    break;
                case Step.Reopen:
                    Reopen();
                    break;
            }
        }

        public void Check()
        {
            Assert.Equal((Bytes, BytesInUse), (_cache.Bytes, _cache.BytesInUse));
            Assert.InRange(_cache.Bytes, 0, Bound);
            Assert.Equal(_files.Select(static file => Key(file.Number)).Order(), _cache.Keys.Order());
            Assert.Equal(_expectedEvictions, _evictions);
            var onDisk = new DirectoryInfo(Path.Combine(_cache.Directory, "files")).GetFiles();
            Assert.Equal(_files.Count + _incoming.Count, onDisk.Length);
            Assert.InRange(onDisk.Sum(static file => file.Length), 0, Bound);
            Assert.All(_files, file => Assert.Equal(Content(file.Number), File.ReadAllBytes(PathOf(file.Number))));
        }

        public void Dispose()
        {
            _uses.ForEach(static use => use.File.Dispose());
            _incoming.ForEach(static incoming => incoming.File.Dispose());
            _cache.Dispose();
        }

        private static byte[] Content(int number) => Enumerable.Repeat((byte)number, number).ToArray();

        private static ResourceIdentifier Key(int number) => new(SHA256.HashData(Content(number)));

        private string PathOf(int number) => Path.Combine(_cache.Directory, "files", Key(number).ToString());

        private Entry? Find(int number) => _files.Find(file => file.Number == number);

        private async Task TakeAsync(int number, bool move)
        {
            // A copy has its room before its content is known.
            var isThere = Find(number) is not null;
            var path = directory.Write("source", Content(number));
            if ((move && isThere) || MakeRoom(number) || isThere)
            {
                Use(number, await _cache.TakeAsync(path, move));
                Assert.Equal(!move, File.Exists(path));
            }
            else
            {
                await Assert.ThrowsAsync<FileCacheFullException>(() => _cache.TakeAsync(path, move));
                Assert.True(File.Exists(path));
            }
        }

        private void Begin(int number)
        {
            if (MakeRoom(number))
            {
                _incoming.Add((number, _cache.Receive(Key(number), number)));
            }
            else
            {
                Assert.Throws<FileCacheFullException>(() => _cache.Receive(Key(number), number));
            }
        }

        private void End(int at, bool complete)
        {
            var (number, file) = _incoming[at];
            _incoming.RemoveAt(at);
            if (!complete)
            {
                file.Dispose();
                return;
            }

            file.Write(Content(number));
            file.Complete();
            Use(number, _cache.Add(file));
        }

        private void Get(int number)
        {
            Assert.Equal(Find(number) is not null, _cache.TryGet(Key(number), out var file));
            if (file is not null)
            {
                var entry = Find(number)!;
                entry.Pins++;
                _uses.Add((entry, file));
            }
        }

        private void EndUse(int at)
        {
            var (entry, file) = _uses[at];
            _uses.RemoveAt(at);
            file.Dispose();
            if (--entry.Pins == 0 && _files.Remove(entry) && !entry.IsUnwanted)
            {
                _files.Add(entry);
            }
        }

        private void Remove(int number)
        {
            if (Find(number) is { Pins: > 0 } used)
            {
                used.IsUnwanted = true;
            }
            else
            {
                _files.RemoveAll(file => file.Number == number);
            }
        }

        private void Reopen()
        {
            while (_uses.Count > 0)
            {
                EndUse(0);
            }

            while (_incoming.Count > 0)
            {
                End(0, complete: false);
            }

            _cache.Dispose();
            for (var i = 0; i < _files.Count; i++)
            {
                File.SetLastAccessTimeUtc(PathOf(_files[i].Number), DateTime.UnixEpoch.AddSeconds(i));
            }

            _cache = FileCache.Open(directory.Of("cache"), Bound);
        }

        private bool MakeRoom(int size)
        {
            if (size > Bound - BytesInUse)
            {
                return false;
            }

            while (Bytes + size > Bound)
            {
                var oldest = _files.First(static file => file.Pins == 0);
                _files.Remove(oldest);
                _expectedEvictions.Add(Key(oldest.Number));
            }

            return true;
        }

        private void Use(int number, CachedFile file)
        {
            if (Find(number) is not { } entry)
            {
                entry = new Entry(number);
                _files.Add(entry);
            }

            entry.Pins++;
            entry.IsUnwanted = false;
            _uses.Add((entry, file));
        }
    }
}
