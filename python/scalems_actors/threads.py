"""Notices threads that a task leaves running."""

import threading
from _thread import _count

# A thread that is about to end is not worth a new interpreter.
_PATIENCE_SECONDS = 0.05


class Threads:
    """Threads that the import of a module starts may stay: pools that a library keeps for all its callers."""

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
            if thread not in self._known:
                thread.join(_PATIENCE_SECONDS)
                if thread.is_alive():
                    return thread.name
        self.adopt()
        return None
