using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Table;

namespace ScaleMs.Actors.Master.Ledger.Recovery;

/// <summary>The code of results in an entry: each set where it first appears, and by its number from then on; 0 = none.</summary>
internal static class JournalCode
{
    public sealed class Writer(BatchWriter output)
    {
        private readonly List<CodeSet> _known = [];

        public void Write(CodeSet? code)
        {
            if (code is null)
            {
                output.WriteCount(0);
                return;
            }

            var number = _known.IndexOf(code);
            output.WriteCount(number < 0 ? _known.Count + 1 : number + 1);
            if (number >= 0)
            {
                return;
            }

            _known.Add(code);
            output.WriteCount(code.Parts.Length);
            foreach (var (module, version) in code.Parts)
            {
                output.WriteText(module);
                output.WriteText(version);
            }
        }
    }

    /// <summary>Reads what <see cref="Writer"/> wrote.</summary>
    /// <param name="sets">Keeps one object for equal sets.</param>
    /// <param name="isThere">False = the entry has no codes, and those of its results are unknown.</param>
    public sealed class Reader(CodeSets sets, bool isThere)
    {
        private readonly List<CodeSet> _known = [];

        public CodeSet? Read(ref BatchReader input)
        {
            if (!isThere)
            {
                return sets.Of(CodeSet.Unknown);
            }

            var number = input.ReadUnsigned();
            if (number > (ulong)_known.Count + 1)
            {
                throw new ProtocolException("a result in an entry names a code that the entry does not have");
            }

            if (number == (ulong)_known.Count + 1)
            {
                var parts = new CodeIdentity[input.ReadCount(2)];
                for (var i = 0; i < parts.Length; i++)
                {
                    parts[i] = new CodeIdentity(input.ReadText(), input.ReadText());
                }

                _known.Add(sets.Of(parts));
            }

            return number == 0 ? null : _known[(int)number - 1];
        }
    }
}
