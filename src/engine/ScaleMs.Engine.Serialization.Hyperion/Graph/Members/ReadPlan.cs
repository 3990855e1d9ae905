namespace Akka.Serialization.Graph.Members;

/// <summary>What to do with the members of one type that come in one payload, in their order.</summary>
internal sealed class ReadPlan(bool isLocal, ReadPlan.Step[] steps)
{
    /// <summary>The members are those of the type here: the compiled reader fits.</summary>
    public bool IsLocal => isLocal;

    public Step[] Steps => steps;

    /// <param name="Index">The member here, or -1 when there is none.</param>
    /// <param name="Kind">How to skip it then.</param>
    /// <param name="Unknown">The same for <see cref="MemberKind.Typed"/>.</param>
    public readonly record struct Step(int Index, MemberKind Kind, Slot? Unknown);
}
