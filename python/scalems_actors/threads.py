"""Notices threads that a task leaves running."""

import threading
from _thread import _count
from time import monotonic, sleep

# A thread that is about to end is not worth a new interpreter.
_PATIENCE_SECONDS = 0.05


class Threads:
    """Threads that the import of a module, or the constructor of a kept instance, starts may stay: they serve all later tasks."""

    def __init__(self):
        self.adopt()

    def adopt(self):
        self._known = set(threading.enumerate())
        self._count = _count()

    def left(self):
        """The name of a thread that the task has left; None if there is none. Counting is cheap, so only a difference is looked at."""
        if _count() == self._count:
            return None
        for thread in threading.enumerate():
            # A thread of a library in C that has called Python code is no thread of the task, and cannot be joined.
            if thread not in self._known and not isinstance(thread, threading._DummyThread):
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
