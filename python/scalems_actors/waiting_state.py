"""The state of the process that a task has left when another one is nested in it."""

import _signal
import os
from time import monotonic

from .deferral import Deferral
from .restoration import SIGNALS, ProcessState


class WaitingStates:
    """Takes them, and puts them back. `base`: the restoration, whose state is what each task finds."""

    def __init__(self, base):
        self._base = base

    def changed_handlers(self):
        """(number, the task's handler, the one that is put back) of the signals whose handler the task has changed."""
        now, agents = tuple(map(_signal.getsignal, SIGNALS)), self._base._handlers
        return () if now == agents else [one for one in zip(SIGNALS, now, agents) if one[1] != one[2]]

    def suspend(self):
        """Puts back the state that a task finds, and returns that of the waiting task."""
        base = self._base
        waiting = WaitingState(base)
        before = base._limits, base._nice, base._recursion_limit, base._handlers
        base._limits, base._nice = waiting._limits, waiting._nice
        # It cannot be below the depth that the waiting task has reached.
        base._recursion_limit = max(base._recursion_limit, waiting._recursion_limit)
        base._handlers = tuple(now if isinstance(now, Deferral) else agents for now, agents in zip(waiting._handlers, base._handlers))
        base.restore()
        return waiting, before, self._adopted()

    def resume(self, before):
        """Why the state of the waiting task cannot be put back; None if it has been."""
        base = self._base
        waiting, (base._limits, base._nice, base._recursion_limit, base._handlers), adopted = before
        if base._variables is not adopted[0]:
            waiting.take_adopted(adopted, self._adopted())
        problem = waiting.restore()
        waiting.go_on()
        return problem

    def _adopted(self):
        return self._base._variables, self._base._directories, self._base._filters


class WaitingState(ProcessState):
    """That of a task which waits while another one runs."""

    def __init__(self, base):
        super().__init__(base)
        self._owned = () if self._kept_streams is base._kept_streams else self._kept_streams
        self._timer = _signal.getitimer(_signal.ITIMER_REAL)
        self._since = monotonic()

    def take_adopted(self, before, after):
        """Takes what was adopted meanwhile. before, after: variables, directories and filters of the base."""
        for key, value in after[0].items():
            if before[0].get(key) != value and before[0].get(key) == self._variables.get(key):
                self._variables[key] = value
        self._directories[:0] = [one for one in after[1] if one not in before[1] and one not in self._directories]
        if self._filters == before[2]:
            self._filters = after[2]

    def go_on(self):
        for kept in self._owned:
            if kept is not None:
                os.close(kept)
        left, interval = self._timer
        if left:
            # What has been due meanwhile is due now.
            _signal.setitimer(_signal.ITIMER_REAL, max(left - (monotonic() - self._since), 0.000001), interval)
