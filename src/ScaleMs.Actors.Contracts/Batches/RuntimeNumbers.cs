using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Batches;

/// <summary>The runtimes of a sequence of tasks: each in full where it first appears, by its number from then on; 0 = none.</summary>
public static class RuntimeNumbers
{
    // Flags of one byte.
    private const byte SamePath = 1;
    private const byte NeedsMpi = 2;

    public sealed class Writer(BatchWriter output)
    {
        private readonly Dictionary<TaskRuntime, int> _numbers = [];
        private ImmutableArray<string> _path = [];
        private TaskRuntime? _last;
        private int _lastNumber;

        public void Write(TaskRuntime? runtime)
        {
            // Most tasks in a row share an object.
            if (runtime is null || ReferenceEquals(runtime, _last))
            {
                output.WriteCount(runtime is null ? 0 : _lastNumber);
                return;
            }

            var isKnown = _numbers.TryGetValue(runtime, out var number);
            (_last, _lastNumber) = (runtime, isKnown ? number : _numbers.Count + 1);
            output.WriteCount(_lastNumber);
            if (!isKnown)
            {
                _numbers.Add(runtime, _lastNumber);
                WriteNew(runtime);
            }
        }

        private void WriteNew(TaskRuntime runtime)
        {
            output.WriteText(runtime.Name);
            output.WriteText(runtime.Module);
            output.WriteText(runtime.NamedEnv);
            WriteTexts(runtime.PreExec);
            output.WriteSigned(runtime.StartupTimeoutMilliseconds);

            // The directories are those of the submitter, so they are the same for all its modules.
            var isSame = _path.AsSpan().SequenceEqual(runtime.Path.AsSpan());
            output.WriteByte((byte)((isSame ? SamePath : 0) | (runtime.NeedsMpi ? NeedsMpi : 0)));
            if (!isSame)
            {
                WriteTexts(_path = runtime.Path);
            }
        }

        private void WriteTexts(ImmutableArray<string> texts)
        {
            output.WriteCount(texts.Length);
            foreach (var text in texts)
            {
                output.WriteText(text);
            }
        }
    }

    /// <summary>Reads what <see cref="Writer"/> wrote. Tasks with equal runtimes share one object.</summary>
    public sealed class Reader
    {
        private readonly List<TaskRuntime> _known = new(1);
        private ImmutableArray<string> _path = [];

        /// <summary>The next task's runtime.</summary>
        /// <exception cref="ProtocolException">The number is too high, or the input ends too early.</exception>
        public TaskRuntime? Read(ref BatchReader input)
        {
            var number = input.ReadUnsigned();
            if (number > (ulong)_known.Count + 1)
            {
                throw new ProtocolException("a task names a runtime that was not sent with it");
            }

            if (number == (ulong)_known.Count + 1)
            {
                _known.Add(ReadNew(ref input));
            }

            return number == 0 ? null : _known[(int)number - 1];
        }

        private TaskRuntime ReadNew(ref BatchReader input)
        {
            var (name, module, namedEnv) = (input.ReadText(), input.ReadText(), input.ReadText());
            var (preExec, startupTimeout) = (ReadTexts(ref input), input.ReadSigned());
            var flags = input.ReadByte();
            if ((flags & SamePath) == 0)
            {
                _path = ReadTexts(ref input);
            }

            return new TaskRuntime { Name = name, Module = module, NamedEnv = namedEnv, PreExec = preExec, StartupTimeoutMilliseconds = startupTimeout, Path = _path, NeedsMpi = (flags & NeedsMpi) != 0 };
        }

        private static ImmutableArray<string> ReadTexts(ref BatchReader input)
        {
            var texts = new string[input.ReadCount(1)];
            for (var i = 0; i < texts.Length; i++)
            {
                texts[i] = input.ReadText();
            }

            return ImmutableCollectionsMarshal.AsImmutableArray(texts);
        }
    }
}
