using System.Text;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Observing;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Master.Tests.Ledger.Observing;

public sealed class TaskLabelTests
{
    [Theory]
    [InlineData("""{"func": "dock", "module": "score", "args": [{"func": "other"}]}""", "score.dock")]
    [InlineData("""{"args": [1, [2]], "kwargs": {"module": "x"}, "module": "System.Math", "func": "Sqrt"}""", "System.Math.Sqrt")]
    public void A_work_item_is_its_function(string json, string label) => Assert.Equal(label, Of(json, PayloadKind.WorkItem));

    [Theory]
    [InlineData("""{"mode": "task.function", "function": "score.dock", "module": "score"}""", "score.dock")]
    [InlineData("""{"mode": "task.function", "function": "dock", "module": "score"}""", "score.dock")]
    [InlineData("""{"mode": "task.executable", "executable": "/opt/gromacs/bin/gmx_mpi"}""", "gmx_mpi")]
    [InlineData("""{"mode": "task.eval", "code": "1 + 1"}""", "task.eval")]
    [InlineData("""{"mode": 7}""", "")]
    [InlineData("""{"mode": "task.shell" """, "")]
    [InlineData("[]", "")]
    public void A_description_is_its_function_program_or_mode(string json, string label) => Assert.Equal(label, Of(json, PayloadKind.Description));

    [Fact]
    public void A_long_label_is_cut() => Assert.Equal(121, Of($$"""{"mode": "task.shell", "command": "{{new string('x', 500)}}"}""", PayloadKind.Description).Length);

    private static string Of(string json, PayloadKind kind) =>
        TaskLabel.Of(new TaskSpec(new TaskRow { Key = Rows.Key(0), Uid = TaskUid.Parse("t"), Kind = kind, Payload = Encoding.UTF8.GetBytes(json) }));
}
