using FsCheck;
using FsCheck.Fluent;
using ScaleMs.Actors.Master.Journal;

namespace ScaleMs.Actors.Master.Tests.Journal;

public sealed class JournalModelTests
{
    private static readonly Gen<(int What, int Which)[]> Steps = Gen.ArrayOf(
        from what in Gen.Choose(0, 9)
        from which in Gen.Choose(0, 6_000)
        select (what, which));

    [Fact]
    public void It_is_a_list_that_is_appended_trimmed_closed_and_opened_in_any_order() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(40).WithEndSize(120),
        Prop.ForAll(Steps.ToArbitrary(), static steps =>
        {
            using var directory = new JournalDirectory();
            var model = new List<(long Sequence, byte Kind, byte[] Data)>();
            var store = directory.Open();
            var writer = new CommitWatch(store);
            var last = 0L;
            foreach (var (what, which) in steps)
            {
                switch (what)
                {
                    case < 6:
                        var data = Enumerable.Range(0, which).Select(n => (byte)(n * which)).ToArray();
                        last = store.Append((byte)which, data);
                        model.Add((last, (byte)which, data));
                        break;
                    case < 8:
                        var below = last - (which % 12) + 2;
                        store.TrimBefore(below);
                        model.RemoveAll(entry => entry.Sequence < below);
                        break;
                    default:
                        store.Dispose();
                        store = directory.Open();
                        if (Difference(model, last, store) is { } difference)
                        {
                            store.Dispose();
                            return false.Label(difference);
                        }

                        writer = new CommitWatch(store);
                        break;
                }
            }

            store.Dispose();
            using var end = directory.Open();
            var atTheEnd = Difference(model, last, end);
            return (atTheEnd is null && writer.Failures.Length == 0).Label(atTheEnd ?? string.Join(", ", writer.Failures.AsEnumerable()));
        }));

    private static string? Difference(List<(long Sequence, byte Kind, byte[] Data)> model, long last, JournalStore store)
    {
        var entries = store.ReadAll().ToList();
        var bytes = model.Sum(static entry => (long)entry.Data.Length);
        return entries.Count != model.Count ? $"{entries.Count} entries, not {model.Count}"
            : store.LastSequence != last ? $"the last is {store.LastSequence}, not {last}"
            : store.Bytes != bytes ? $"{store.Bytes} bytes, not {bytes}"
            : entries.Zip(model).Any(static pair => pair.First.Sequence != pair.Second.Sequence
                || pair.First.Kind != pair.Second.Kind
                || !pair.First.Data.Span.SequenceEqual(pair.Second.Data)) ? "an entry is another"
            : null;
    }
}
