"""The tasks that have arrived and not begun, and the thread that reads the worker's frames."""

import os
import struct
import threading
from collections import deque

from . import frames
from .place import Place

_TASK = struct.Struct("<IBi")
_RANK = struct.Struct("<IBiii")
_SEQUENCE = struct.Struct("<I")
_COUNT = struct.Struct("<i")
# How long a task has to notice a cancel before it is signaled again.
_REPEAT_MILLISECONDS = 20


class Inbox:
    """A queue whose two ends are used by one thread each.

    The main thread begins a task by `popleft`, the reading thread gives one back by `pop`; both are single operations of the
    deque, so each task is either begun or given back, without a lock for every task.
    """

    def __init__(self, reader, writer, interruption, on_end):
        self._tasks = deque()
        self.take = self._tasks.popleft
        self._reader = reader
        self._writer = writer
        self._interruption = interruption
        self._on_end = on_end
        # Takes the frames about sub-tasks; None until there is one.
        self.on_answer = None
        self._waiting = False
        # Something has come that is not in the queue.
        self._has_news = False
        self._news = threading.Lock()
        self._news.acquire()

    def start(self, data, found):
        """Starts the thread; `found` are frames that have been read from the input already."""
        threading.Thread(target=self._read, args=(data, found), name="scalems-frames", daemon=True).start()

    def wait(self):
        """The next task; the main thread sleeps until there is one. None as soon as there is news of another kind.

        (sequence, None) in place of a task: a Resume that came between two tasks.
        """
        while True:
            self._waiting = True
            if self._has_news:
                self._has_news = self._waiting = False
                return None
            try:
                task = self.take()
            except IndexError:
                self._news.acquire()
            else:
                self._waiting = False
                return task

    def wait_for_news(self):
        """Returns when there may be news; tasks stay in the queue."""
        self._waiting = True
        if not self._has_news:
            self._news.acquire()
        self._has_news = self._waiting = False

    def wake(self):
        """Lets the main thread look for news."""
        self._has_news = True
        self._release()

    def _read(self, data, found):
        try:
            self._receive(data, found)
            while True:
                while self._interruption.is_due() and not self._reader.wait(_REPEAT_MILLISECONDS):
                    self._interruption.repeat()
                read = self._reader.read()
                if read is None:
                    break
                self._receive(*read)
        except BaseException as error:
            self._on_end(error)
        self._on_end(None)

    def _receive(self, data, found):
        append, unpack = self._tasks.append, _TASK.unpack_from
        for kind, start, end in found:
            if kind == frames.TASK:
                sequence, form, length = unpack(data, start)
                payload = start + 9 + length
                append((sequence, form, data[start + 9 : payload], data[payload:end] if form < frames.RAW else memoryview(data)[payload:end]))
            elif kind == frames.RANK:
                append(_rank(data, start, end))
            elif self.on_answer is not None and kind in (frames.ACCEPTED, frames.SUB_ENDED):
                self.on_answer(kind, data, start, end)
                self._has_news = True
            elif kind == frames.RESUME:
                append((_SEQUENCE.unpack_from(data, start)[0], None))
            elif kind == frames.CANCEL:
                self._interruption.cancel(_SEQUENCE.unpack_from(data, start)[0])
                # For a task that waits.
                self._has_news = True
            elif kind == frames.REVOKE:
                self._revoke(data, start)
            elif kind == frames.RANK_ENDED:
                # Nothing waits for it: ranks of a world meet by MPI, and others do not meet.
                pass
            else:
                raise ValueError(f"a frame of kind {kind} from the worker")
        if self._waiting and (self._tasks or self._has_news):
            self._waiting = False
            self._release()

    def _release(self):
        try:
            self._news.release()
        except RuntimeError:
            # It is released already: the main thread found a task by itself and has not slept since.
            pass

    def _revoke(self, data, start):
        count = _COUNT.unpack_from(data, start)[0]
        wanted = set(struct.unpack_from(f"<{count}I", data, start + 4)) if count else None
        given_back, kept, pop = [], [], self._tasks.pop
        try:
            while True:
                task = pop()
                (kept if task[1] is None or (wanted is not None and task[0] not in wanted) else given_back).append(task)
        except IndexError:
            pass
        self._tasks.extend(reversed(kept))
        self._writer.send(frames.revoked([task[0] for task in reversed(given_back)]))


def _rank(data, start, end):
    sequence, form, rank, size, count = _RANK.unpack_from(data, start)
    if count not in (0, size) or not 0 <= rank < size:
        raise ValueError(f"rank {rank} of {size} with {count} members")
    start += _RANK.size
    members = struct.unpack_from(f"<{count}i", data, start)
    start += 4 * count
    payload = start + 4 + _COUNT.unpack_from(data, start)[0]
    content = data[payload:end] if form < frames.RAW else memoryview(data)[payload:end]
    return sequence, form, data[start + 4 : payload], content, Place(rank, size, members)
