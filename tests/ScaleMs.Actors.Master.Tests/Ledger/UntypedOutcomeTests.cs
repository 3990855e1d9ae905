using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Recovery;

namespace ScaleMs.Actors.Master.Tests.Ledger;

public sealed class UntypedOutcomeTests
{
    [Theory]
    [InlineData(TaskState.Failed, "timeout: the task ran longer", ErrorKind.Timeout, "timeout")]
    [InlineData(TaskState.Failed, "process exit: the task ended the process", ErrorKind.Crash, "process exit")]
    [InlineData(TaskState.Failed, "pre_exec failed: line 1", ErrorKind.Startup, "pre_exec failed")]
    [InlineData(TaskState.Failed, "insufficient resources: the task needs 3 slots", ErrorKind.Refused, "insufficient resources")]
    [InlineData(TaskState.Failed, "System.InvalidOperationException: no", ErrorKind.UserError, "System.InvalidOperationException")]
    [InlineData(TaskState.Failed, null, ErrorKind.UserError, null)]
    [InlineData(TaskState.Canceled, "canceled: by request", ErrorKind.Canceled, "canceled")]
    public void The_error_of_an_old_entry_gets_its_kind(TaskState state, string? exception, ErrorKind kind, string? type)
    {
        var outcome = TaskOutcome.Parse(UntypedOutcome.WithKind(state, new TaskOutcome { Exception = exception, Stdout = "out", ExitCode = 3 }.ToUtf8Json()).Span);

        Assert.Equal((kind, type, exception, "out", 3), (outcome.ErrorKind, outcome.ErrorType, outcome.Exception, outcome.Stdout, outcome.ExitCode));
    }

    [Fact]
    public void A_result_that_is_no_error_stays_as_it_is()
    {
        ReadOnlyMemory<byte> outcome = new TaskOutcome { ExitCode = 0 }.ToUtf8Json();

        Assert.Equal(outcome, UntypedOutcome.WithKind(TaskState.Done, outcome));
    }
}
