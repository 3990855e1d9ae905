"""Runs a task while another one waits in this process."""

from contextvars import copy_context

from .event_loop import EventLoop
from .nested_children import NestedChildren
from .shown_code import ShownCode
from .waiting_state import WaitingStates


class Nesting:
    """Sets aside all that is known of the waiting task, and puts it back."""

    def __init__(self, runner, submitter):
        self._runner = runner
        self._states = WaitingStates(runner.restoration)
        self.changed_handlers = self._states.changed_handlers
        runner.children = NestedChildren(runner.threads)
        # Each has suspend(), and resume(), which takes what suspend() has returned. The states are the first: they flush what the
        # task has put in the place of streams.
        self._parts = (
            self._states,
            runner.output,
            runner.environment,
            runner.threads,
            runner.children,
            runner.communicators,
            submitter,
            EventLoop(),
            ShownCode(),
        )

    def run(self, task):
        """The frames of the end of the nested task."""
        runner, context = self._runner, self._runner.context
        before = [part.suspend() for part in self._parts]
        # A task may also wait before its own code runs, in an import.
        end = (copy_context() if context is None else context.copy()).run(runner.run, *task)
        if runner.is_awaited:
            runner.output.writer.send(end)
            end = b""
            runner.part()
        problem = None
        for part, state in zip(reversed(self._parts), reversed(before)):
            problem = part.resume(state) or problem
        runner.context = context
        runner.leave_after(task[2], problem)
        return end
