using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Ledger.Recovery;

/// <summary>A sequence of task keys: the submission only where it changes, indices as differences.</summary>
internal static class JournalKeys
{
    public sealed class Writer(BatchWriter output)
    {
        private TaskKey? _last;

        public void Write(TaskKey key)
        {
            var isSame = _last?.Submission == key.Submission;
            output.WriteByte(isSame ? (byte)1 : (byte)0);
            if (!isSame)
            {
                output.WriteGuid(key.Submission);
            }

            output.WriteSigned((long)key.Index - (isSame ? _last!.Value.Index : 0));
            _last = key;
        }
    }

    public struct Reader
    {
        private TaskKey _last;

        public TaskKey Read(ref BatchReader input)
        {
            var isSame = input.ReadByte() != 0;
            var submission = isSame ? _last.Submission : input.ReadGuid();
            var index = input.ReadSigned() + (isSame ? _last.Index : 0);
            _last = index is >= 0 and <= int.MaxValue
                ? new TaskKey(submission, (int)index)
                : throw new ProtocolException($"{index} is not an index of a task");
            return _last;
        }
    }
}
