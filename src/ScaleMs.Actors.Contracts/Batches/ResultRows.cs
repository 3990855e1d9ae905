using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Batches;

/// <summary>The columns of the rows of <see cref="ResultBatch"/>.</summary>
internal static class ResultRows
{
    /// <summary>Bytes of the smallest row: attempt, state, two times, length of the payload.</summary>
    private const int Minimal = RowColumns.MinimalKey + 5;

    public static void Write(BatchWriter writer, ImmutableArray<ResultRow> results)
    {
        writer.WriteCount(results.Length);
        RowColumns.WriteKeys(writer, results, static result => result.Key);
        long previous = 0;
        foreach (var result in results)
        {
            writer.WriteSigned(result.Attempt);
            writer.WriteByte((byte)result.State);
            writer.WriteSigned(result.FinishedMicroseconds - previous);
            writer.WriteSigned(result.FinishedMicroseconds - result.StartedMicroseconds);
            previous = result.FinishedMicroseconds;
        }

        // Either all rows of a batch have a uid or none has.
        var named = results.Length > 0 && results[0].Uid is not null;
        writer.WriteByte(named ? (byte)1 : (byte)0);
        foreach (var result in named ? results : [])
        {
            writer.WriteUid(result.Uid ?? throw new ProtocolException("some results of a batch have a uid, others have none"));
        }

        WriteCode(writer, results);
        RowColumns.WritePayloads(writer, results, static result => result.Payload);
    }

    public static ImmutableArray<ResultRow> Read(ref BatchReader reader)
    {
        var results = new ResultRow[reader.ReadCount(Minimal)];
        var keys = RowColumns.ReadKeys(ref reader, results.Length);
        long previous = 0;
        for (var i = 0; i < results.Length; i++)
        {
            var attempt = reader.ReadInt32();
            var state = (TaskState)reader.ReadByte();
            if (!state.IsFinal() || state > TaskState.Canceled)
            {
                throw new ProtocolException($"{(byte)state} is not a final task state");
            }

            var finished = unchecked(previous + reader.ReadSigned());
            results[i] = new ResultRow
            {
                Key = keys[i],
                Attempt = attempt,
                State = state,
                FinishedMicroseconds = finished,
                StartedMicroseconds = unchecked(finished - reader.ReadSigned()),
            };
            previous = finished;
        }

        var named = reader.ReadByte() != 0;
        for (var i = 0; named && i < results.Length; i++)
        {
            results[i] = results[i] with { Uid = reader.ReadUid() };
        }

        var code = ReadCode(ref reader, results.Length);
        var payloads = RowColumns.ReadPayloads(ref reader, results.Length);
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = results[i] with { Code = code[i], Payload = payloads[i] };
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(results);
    }

    /// <summary>
    /// Run-length encoding: the number of consecutive rows with the same code, then the code: in full where it first appears, by its number
    /// after that; 0 = none.
    /// </summary>
    private static void WriteCode(BatchWriter writer, ImmutableArray<ResultRow> results)
    {
        var known = new List<CodeIdentity>(1);
        for (var i = 0; i < results.Length;)
        {
            var code = results[i].Code;
            var end = i + 1;
            while (end < results.Length && results[end].Code == code)
            {
                end++;
            }

            writer.WriteCount(end - i);
            i = end;
            var number = code is null ? 0 : known.IndexOf(code) + 1;
            writer.WriteCount(code is not null && number == 0 ? known.Count + 1 : number);
            if (code is not null && number == 0)
            {
                writer.WriteText(code.Module);
                writer.WriteText(code.Version);
                known.Add(code);
            }
        }
    }

    private static CodeIdentity?[] ReadCode(ref BatchReader reader, int count)
    {
        var code = new CodeIdentity?[count];
        var known = new List<CodeIdentity>(1);
        for (var i = 0; i < count;)
        {
            var (rows, number) = (reader.ReadUnsigned(), reader.ReadUnsigned());
            if (rows == 0 || rows > (ulong)(count - i) || number > (ulong)known.Count + 1)
            {
                throw new ProtocolException("the results of the batch name code or rows that the batch does not have");
            }

            if (number == (ulong)known.Count + 1)
            {
                known.Add(new CodeIdentity(reader.ReadText(), reader.ReadText()));
            }

            code.AsSpan(i, (int)rows).Fill(number == 0 ? null : known[(int)number - 1]);
            i += (int)rows;
        }

        return code;
    }
}
