"""The signals that come for a task while it waits for sub-tasks."""

import signal


class Deferral:
    """Stands in for the handlers of a waiting task: they may raise errors, and may do so only where its own code can catch them.

    An object of this class is the handler of each signal that the task has a handler for. SIGINT is the agent's meanwhile.
    """

    def __init__(self, wake):
        # The signals that have come; the task gets them when it goes on.
        self.signals = []
        self._wake = wake
        self._replaced = []

    def __call__(self, number, frame):
        self.signals.append(number)
        self._wake()

    def begin(self, changed):
        """changed: (number, the task's handler, the agent's) of each signal whose handler is the task's."""
        self._replaced = [one for one in changed if callable(one[1])]
        try:
            for number, _, agents in self._replaced:
                signal.signal(number, agents if number == signal.SIGINT else self)
        except BaseException:
            # One that was not replaced yet.
            self.end()
            raise

    def end(self):
        """Puts the handlers back, and lets them have what has come; they may raise errors."""
        try:
            while self._replaced:
                number, own, _ = self._replaced.pop()
                signal.signal(number, own)
                if number in self.signals:
                    signal.raise_signal(number)
        finally:
            if self._replaced:
                self.end()
