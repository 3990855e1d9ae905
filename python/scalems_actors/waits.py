"""How a task waits for its sub-tasks, while tasks nested in it run."""

from time import time_ns

from . import frames
from .deferral import Deferral

# The calls that the agent itself needs above a waiting task. Without them it would fail between two tasks, and end all that wait.
_CALLS = 60


class Waits:
    """Runs in the main thread, called by the code of the task that waits. `on_failure` ends the process when the agent itself fails."""

    def __init__(self, writer, inbox, interruption, runner, nesting, on_failure):
        self._writer = writer
        self._inbox = inbox
        self._interruption = interruption
        self._runner = runner
        self._nesting = nesting
        self._on_failure = on_failure
        # The tasks that have asked to go on. The answer to one may come while a task nested in it waits.
        self._resuming = set()

    def until_ended(self, requests, submits=b""):
        """Waits for all requests. submits: frames to send before.

        A cancel or a signal of the task raises its error here, and only where everything is as the task has left it.
        """
        _check_room(_CALLS)
        runner = self._runner
        sequence = runner.sequence
        remaining = list(requests)
        while submits or _any_remains(remaining):
            deferral = Deferral(self._inbox.wake)
            deferral.begin(self._nesting.changed_handlers())
            try:
                interruption = self._interruption
                # None if the task has been interrupted before; that happens once.
                running, interruption.running = interruption.running, None
                runner.sequence = None
                try:
                    self._wait(sequence, running is not None, remaining, submits, deferral)
                except BaseException as failure:
                    self._on_failure(failure)
                submits = b""
                runner.sequence = sequence
                if running is not None:
                    interruption.begin(sequence)
            finally:
                deferral.end()

    def _wait(self, sequence, may_cancel, remaining, pending, deferral):
        send, take, canceled = self._writer.send, self._inbox.take, self._interruption.canceled
        if may_cancel and sequence in canceled:
            return
        pending += frames.waiting(sequence)
        is_resuming = False
        while not (may_cancel and sequence in canceled):
            if is_resuming and sequence not in self._resuming:
                break
            if not is_resuming and (deferral.signals or not _any_remains(remaining)):
                is_resuming = True
                self._resuming.add(sequence)
                pending += frames.resuming(sequence)
            try:
                task = take()
            except IndexError:
                if pending:
                    send(pending)
                    pending = b""
                task = self._inbox.wait()
                if task is None:
                    continue
            if task[1] is None:
                self._resuming.discard(task[0])
                continue
            send(pending + frames.begun(task[0], time_ns() // 1000))
            pending = self._nesting.run(task)
        self._resuming.discard(sequence)
        if pending:
            send(pending)


def _check_room(calls):
    """Raises RecursionError if so many calls, one in the other, are not possible any more."""
    if calls:
        _check_room(calls - 1)


def _any_remains(requests):
    """Whether one has not ended; forgets those at the end of the list that have."""
    while requests and requests[-1].ended is not None:
        requests.pop()
    return bool(requests)
