using System.Runtime.InteropServices;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Batches;

/// <summary>The resources of a sequence of tasks: each in full where it first appears, by its number from then on. Tasks without any have no number.</summary>
public static class ResourceNumbers
{
    private const byte Waits = 1;

    public sealed class Writer(BatchWriter output)
    {
        private readonly Dictionary<TaskResources, int> _numbers = [];
        private TaskResources? _last;
        private int _lastNumber;

        public void Write(TaskResources resources)
        {
            // Most tasks in a row share an object.
            if (ReferenceEquals(resources, _last))
            {
                output.WriteCount(_lastNumber);
                return;
            }

            var isKnown = _numbers.TryGetValue(resources, out var number);
            (_last, _lastNumber) = (resources, isKnown ? number : _numbers.Count);
            output.WriteCount(_lastNumber);
            if (isKnown)
            {
                return;
            }

            _numbers.Add(resources, _lastNumber);
            output.WriteSigned(resources.Gpus);
            output.WriteSigned(resources.Memory);
            output.WriteSigned(resources.Storage);
            output.WriteSigned(resources.Cores);
            output.WriteByte(resources.Waits ? Waits : (byte)0);
            output.WriteCount(resources.Named.Length);
            foreach (var (name, amount) in resources.Named)
            {
                output.WriteText(name);
                output.WriteSigned(amount);
            }
        }
    }

    /// <summary>Reads what <see cref="Writer"/> wrote. Tasks with equal resources share one object.</summary>
    public sealed class Reader
    {
        private readonly List<TaskResources> _known = new(1);

        /// <summary>The next task's resources.</summary>
        /// <exception cref="ProtocolException">The number is too high, or the input ends too early.</exception>
        public TaskResources Read(ref BatchReader input)
        {
            var number = input.ReadUnsigned();
            if (number > (ulong)_known.Count)
            {
                throw new ProtocolException("a task names resources that were not sent with it");
            }

            if (number == (ulong)_known.Count)
            {
                _known.Add(ReadNew(ref input));
            }

            return _known[(int)number];
        }

        private static TaskResources ReadNew(ref BatchReader input)
        {
            var (gpus, memory, storage, cores, flags) = (input.ReadInt32(), input.ReadSigned(), input.ReadSigned(), input.ReadInt32(), input.ReadByte());
            var named = new NamedAmount[input.ReadCount(2)];
            for (var i = 0; i < named.Length; i++)
            {
                named[i] = new NamedAmount(input.ReadText(), input.ReadSigned());
            }

            return new TaskResources
            {
                Gpus = gpus,
                Memory = memory,
                Storage = storage,
                Cores = cores,
                Waits = (flags & Waits) != 0,
                Named = ImmutableCollectionsMarshal.AsImmutableArray(named),
            };
        }
    }
}
