"""Ends the code of one task from outside: the main thread gets a KeyboardInterrupt, but only while that task's code runs."""

import signal
import threading


class Interruption:
    """The handler of SIGINT, and the knowledge of whose code runs.

    The handler runs in the main thread only, between two instructions, so what it reads of `running` is exact.
    """

    def __init__(self):
        self.running = None
        self.canceled = set()
        self._main = threading.main_thread().ident
        self._sent = False
        self._held = False
        self._missed = False
        # One object, so that its presence as the handler can be checked by identity.
        self.handler = self._on_interrupt

    def install(self):
        signal.signal(signal.SIGINT, self.handler)

    def cancel(self, sequence):
        """Called by the thread that reads frames. A task that has not begun sees its number in `canceled` when it begins."""
        self.canceled.add(sequence)
        if self.running == sequence:
            self._sent = True
            signal.pthread_kill(self._main, signal.SIGINT)

    def is_due(self):
        """Whether a cancel has been signaled and the task has not noticed yet."""
        running = self.running
        return self._sent and running is not None and running in self.canceled and signal.getsignal(signal.SIGINT) is self.handler

    def repeat(self):
        """Signals again. A signal that arrives right before the main thread blocks in a system call does not end that call."""
        if self.is_due():
            signal.pthread_kill(self._main, signal.SIGINT)

    def begin(self, sequence):
        self.running = sequence
        if self.canceled and sequence in self.canceled:
            self.running = None
            raise KeyboardInterrupt

    def was_canceled(self, sequence):
        """Whether a cancel came for a task that has ended; forgets it."""
        if sequence not in self.canceled:
            return False
        self.canceled.discard(sequence)
        return True

    def without(self, action):
        """Calls what must not be left half done, such as the writing of a frame; an interrupt comes after it."""
        if self._held or threading.get_ident() != self._main:
            # Only the main thread is interrupted.
            action()
            return
        self._held = True
        try:
            action()
        finally:
            self._held = False
            if self._missed:
                self._missed = False
                self._on_interrupt(signal.SIGINT, None)

    def _on_interrupt(self, number, frame):
        if self._held:
            self._missed = True
            return
        running = self.running
        if self._sent:
            self._sent = False
            # A signal that comes after the end of the task that it was for ends here.
            if running is not None and running in self.canceled:
                self.running = None
                raise KeyboardInterrupt
        elif running is not None:
            # The task's own code or another process sent it: an interpreter's usual answer.
            raise KeyboardInterrupt
