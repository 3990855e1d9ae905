"""Notices threads that a task leaves running."""

import threading
from _thread import _count
from time import monotonic, sleep

# A thread that is about to end is not worth a new interpreter.
_PATIENCE_SECONDS = 0.05


class Threads:
    """Threads that the import of a module, or the constructor of a kept instance, starts may stay: they serve all later tasks."""

    def __init__(self):
        # Those that tasks which wait below the running one have started.
        self._waiting = frozenset()
        self._adopted = 0
        self._count = _count()
        self.adopt()

    def adopt(self):
        count = _count()
        self._adopted += max(0, count - self._count)
        self._known = set(threading.enumerate()) - self._waiting
        self._count = count

    def suspend(self):
        before = self._waiting, self._count, self._adopted
        self._waiting = frozenset(threading.enumerate()) - self._known
        self._count = _count()
        return before

    def resume(self, before):
        self._waiting, count, adopted = before
        self._count = count + self._adopted - adopted

    def of_waiting(self):
        """The system's numbers of threads of waiting tasks."""
        return [thread.native_id for thread in self._waiting if thread.is_alive()] if self._waiting else ()

    def left(self):
        """The name of a thread that the task has left; None if there is none. Counting is cheap, so only a difference is looked at."""
        if _count() == self._count:
            return None
        for thread in threading.enumerate():
            # A thread of a library in C that has called Python code is no thread of the task, and cannot be joined.
            if thread not in self._known and thread not in self._waiting and not isinstance(thread, threading._DummyThread):
                thread.join(_PATIENCE_SECONDS)
                if thread.is_alive():
                    return thread.name
        end = monotonic() + _PATIENCE_SECONDS
        while _count() > self._count:
            # Only the module _thread starts threads that have no name; or the last one is about to end.
            if monotonic() > end:
                return "without a name"
            sleep(0.001)
        self.adopt()
        return None
