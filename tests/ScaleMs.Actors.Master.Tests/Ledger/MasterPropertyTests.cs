using FsCheck;
using FsCheck.Fluent;

namespace ScaleMs.Actors.Master.Tests.Ledger;

public sealed class MasterPropertyTests
{
    private static readonly Gen<(int What, int Which)[]> Events = Gen.ArrayOf(
        from what in Gen.Frequency((12, Gen.Choose(0, 13)), (1, Gen.Choose(14, 16)), (2, Gen.Choose(17, 18)))
        from which in Gen.Choose(0, 60)
        select (what, which));

    [Fact]
    public void Whatever_happens_every_accepted_task_ends_exactly_once() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(200),
        Prop.ForAll(Events.ToArbitrary(), static events =>
        {
            using var world = new MasterWorld();
            foreach (var (what, which) in events)
            {
                world.Step(what, which);
                if (world.Violation() is { } violation)
                {
                    return false.Label(violation);
                }
            }

            world.Recover();
            return (world.Received == world.Accepted && world.Violation() is null)
                .Label($"{world.Accepted} accepted, {world.Received} received, {world.Violation()}");
        }));
}
