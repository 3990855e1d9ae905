"""The sub-tasks of the running tasks: how they are sent, and what the master answers."""

import struct

from . import frames

_REQUEST = struct.Struct("<I")
_SUB_ENDED = struct.Struct("<IB")
_LENGTH = struct.Struct("<i")

class Request:
    """A sub-task that was sent. uid: None until the master has it. ended: (state, outcome as JSON), None until it has ended."""

    # So many may be held at a time that their size matters.
    __slots__ = ("number", "uid", "ended", "_of_task")

    def __init__(self, number, of_task):
        self.number = number
        self.uid = self.ended = None
        self._of_task = of_task

    def end(self, state, outcome):
        self.ended = state, outcome
        self._of_task.discard(self.number)


class Submitter:
    """Sends sub-tasks for the task that runs, in the main thread, and takes the answers, in the thread that reads frames."""

    def __init__(self, writer, inbox, interruption, runner):
        self._writer = writer
        self._inbox = inbox
        self._interruption = interruption
        self._runner = runner
        self._last = 0
        # Those that have not ended, of all tasks.
        self._open = {}
        self._of_task = set()

    def suspend(self):
        before, self._of_task = self._of_task, set()
        return before

    def resume(self, before):
        self._of_task = before

    def forget(self):
        """Called at the end of a task: nobody waits for its sub-tasks any more."""
        if self._of_task:
            for number in list(self._of_task):
                self._open.pop(number, None)
            self._of_task = set()

    def prepare(self, form, payload):
        """(request, its frame)"""
        number = self._last = (self._last + 1) & 0xFFFFFFFF
        request = self._open[number] = Request(number, self._of_task)
        self._of_task.add(number)
        return request, frames.submit(self._runner.sequence, number, form, payload)

    def submit(self, form, payload):
        """Returns when the master has it, or has refused it."""
        request, frame = self.prepare(form, payload)
        self._interruption.without(lambda: self._writer.send(frame))
        while request.uid is None and request.ended is None:
            self._inbox.wait_for_news()
        return request

    def is_open(self, request):
        """Whether its end is still to come."""
        return self._open.get(request.number) is request

    def receive(self, kind, data, start, end):
        number = _REQUEST.unpack_from(data, start)[0]
        if kind == frames.ACCEPTED:
            request = self._open.get(number)
            if request is not None:
                text = start + 4 + _LENGTH.size
                request.uid = data[text : text + _LENGTH.unpack_from(data, start + 4)[0]].decode()
            return
        request = self._open.get(number)
        if request is not None:
            request.end(_SUB_ENDED.unpack_from(data, start)[1], data[start + 5 : end])
            self._open.pop(number, None)
