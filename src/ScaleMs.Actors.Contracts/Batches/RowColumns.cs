using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Batches;

/// <summary>The columns that rows of several messages have.</summary>
internal static class RowColumns
{
    /// <summary>Bytes of the smallest key.</summary>
    public const int MinimalKey = 2;

    /// <summary>A submission is written in full where it first appears, by its number after that; indices are written as differences.</summary>
    public static void WriteKeys<T>(BatchWriter writer, ImmutableArray<T> rows, Func<T, TaskKey> key)
    {
        var submissions = new List<Guid>(1);
        var previous = 0;
        foreach (var row in rows)
        {
            var (submission, index) = key(row);
            var number = submissions.Count > 0 && submissions[^1] == submission ? submissions.Count - 1 : submissions.IndexOf(submission);
            writer.WriteCount(number + 1);
            if (number < 0)
            {
                writer.WriteGuid(submission);
                submissions.Add(submission);
            }

            writer.WriteSigned((long)index - previous);
            previous = index;
        }
    }

    public static TaskKey[] ReadKeys(ref BatchReader reader, int count)
    {
        var keys = new TaskKey[count];
        var submissions = new List<Guid>(1);
        long previous = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            var number = reader.ReadUnsigned();
            if (number == 0)
            {
                submissions.Add(reader.ReadGuid());
                number = (ulong)submissions.Count;
            }

            if (number > (ulong)submissions.Count)
            {
                throw new ProtocolException("a task in the batch names a submission that the batch does not have");
            }

            previous += reader.ReadSigned();
            if (previous is < 0 or > int.MaxValue)
            {
                throw new ProtocolException($"{previous} is not an index of a task");
            }

            keys[i] = new TaskKey(submissions[(int)number - 1], (int)previous);
        }

        return keys;
    }

    public static void WriteOptions<T>(BatchWriter writer, ImmutableArray<T> rows, Func<T, ReadOnlyMemory<byte>> options)
    {
        WriteLengths(writer, rows, options);
        foreach (var row in rows)
        {
            writer.WriteBytes(options(row).Span);
        }
    }

    /// <summary>Writes the last column of a batch.</summary>
    public static void WritePayloads<T>(BatchWriter writer, ImmutableArray<T> rows, Func<T, ReadOnlyMemory<byte>> payload)
    {
        WriteLengths(writer, rows, payload);
        foreach (var row in rows)
        {
            writer.WriteLast(payload(row));
        }
    }

    public static ReadOnlyMemory<byte>[] ReadPayloads(ref BatchReader reader, int count)
    {
        var lengths = new int[count];
        for (var i = 0; i < count; i++)
        {
            lengths[i] = reader.ReadCount(1);
        }

        var payloads = new ReadOnlyMemory<byte>[count];
        for (var i = 0; i < count; i++)
        {
            payloads[i] = reader.ReadBytes(lengths[i]);
        }

        return payloads;
    }

    private static void WriteLengths<T>(BatchWriter writer, ImmutableArray<T> rows, Func<T, ReadOnlyMemory<byte>> bytes)
    {
        foreach (var row in rows)
        {
            writer.WriteCount(bytes(row).Length);
        }
    }
}
