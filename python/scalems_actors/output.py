"""Catches what a task prints: by Python code, by C code, and by the programs that it starts."""

import codecs
import fcntl
import io
import os
import select
import sys
import threading

from . import frames

# fcntl names F_SETPIPE_SZ since Python 3.10 only.
_SET_PIPE_SIZE = 1031
# C code that prints this much while it holds the interpreter's lock does not block. Two pipes of this size for each of 128
# interpreters stay within the 64 MiB that Linux lets the pipes of one user take by default.
_PIPE_SIZE = 256 * 1024
# Text without a line's end is sent on when it has this many characters.
_LONG_LINE = 4096


class Channel:
    """One of the two streams: what the running task has printed there."""

    def __init__(self, number, output):
        self.number = number
        self.source, sink = os.pipe()
        os.set_blocking(self.source, False)
        try:
            fcntl.fcntl(sink, _SET_PIPE_SIZE, _PIPE_SIZE)
        except OSError:
            pass
        os.dup2(sink, number)
        os.close(sink)
        self._output = output
        # Reentrant, because a signal handler of the task may print while the task prints.
        self.lock = threading.RLock()
        self._decoder = _decoder()
        self.line_start = True
        self._clear()

    def suspend(self):
        """What the waiting task has printed so far. Its caller holds the lock."""
        before = self._parts, self._unsent, self._unsent_size, self._room, self._lost, self._decoder, self.line_start
        self._decoder = _decoder()
        self.line_start = True
        self._clear()
        return before

    def resume(self, before):
        self._parts, self._unsent, self._unsent_size, self._room, self._lost, self._decoder, self.line_start = before

    def _clear(self):
        self._parts = []
        self._unsent = []
        self._unsent_size = 0
        self._room = self._output.limit
        self._lost = 0

    def write(self, text):
        """Takes text from Python code; what C code and other programs printed before stands before it."""
        with self.lock:
            if self.line_start:
                self.pull()
            self._add(text)
            self.line_start = text[-1:] == "\n"
            if "\n" in text or self._unsent_size >= _LONG_LINE:
                # At once, because the next instruction may end the process.
                self._output.without_interrupt(self.send_lines)

    def pull(self):
        """Takes what is in the pipe."""
        with self.lock:
            while True:
                try:
                    data = os.read(self.source, _PIPE_SIZE)
                except BlockingIOError:
                    return
                if not data:
                    return
                text = self._decoder.decode(data)
                if text:
                    self._add(text)

    def _add(self, text):
        if self._output.sequence is None:
            self._output.tell_worker(text)
            return
        if len(text) > self._room:
            self._lost += len(text) - self._room
            text = text[: self._room]
            if not text:
                return
        self._room -= len(text)
        self._parts.append(text)
        self._unsent.append(text)
        self._unsent_size += len(text)

    def send_lines(self):
        """Sends complete lines while the task runs. The lock is held until they are sent, so they precede the end of the task."""
        with self.lock:
            if not self._unsent or self._output.sequence is None:
                return
            text = "".join(self._unsent)
            size = len(text) if len(text) >= _LONG_LINE else text.rfind("\n") + 1
            if size:
                self._unsent = [text[size:]] if size < len(text) else []
                self._unsent_size = len(text) - size
                self._output.writer.send(frames.output(self._output.sequence, self.number - 1, text[:size]))

    def flush(self):
        """Sends what a task has flushed, complete lines or not."""
        with self.lock:
            if self._unsent and self._output.sequence is not None:
                self._output.without_interrupt(self._send_all)

    def _send_all(self):
        text = "".join(self._unsent)
        self._unsent, self._unsent_size = [], 0
        self._output.writer.send(frames.output(self._output.sequence, self.number - 1, text))

    def finish(self):
        """The whole text of the task that has ended, and a frame with what was not sent yet. Its caller holds the lock."""
        rest = self._decoder.decode(b"", True)
        if rest:
            self._add(rest)
        self.line_start = True
        if not self._parts and not self._lost:
            return "", b""
        if self._lost:
            note = f"[... {self._lost} more characters are not kept]\n"
            if self._parts and not self._parts[-1].endswith("\n"):
                note = "\n" + note
            self._parts.append(note)
            self._unsent.append(note)
        unsent, text = "".join(self._unsent), "".join(self._parts)
        self._clear()
        return text, frames.output(self._output.sequence, self.number - 1, unsent) if unsent else b""


def _decoder():
    return codecs.getincrementaldecoder("utf-8")("replace")


class TaskStream(io.TextIOBase):
    """sys.stdout or sys.stderr of a task. It hands text to its channel without a system call."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, channel, name):
        super().__init__()
        self.name = name
        self._channel = channel
        # Bytes go through the pipe, in order with what other programs print.
        self.buffer = io.FileIO(channel.number, "w", closefd=False)
        self._forked = None

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if text:
            if self._forked is None:
                self._channel.write(text)
            else:
                self._forked.write(text)
        return len(text)

    def flush(self):
        if self._forked is not None:
            self._forked.flush()
        else:
            self._channel.flush()

    def after_fork(self):
        """A forked process writes whole lines into the pipe, so that lines of several processes do not mix."""
        self._forked = open(self._channel.number, "w", buffering=1, encoding="utf-8", errors="replace", closefd=False)

    def fileno(self):
        return self._channel.number

    def writable(self):
        return True

    def reconfigure(self, **options):
        """Accepts what a text file accepts: the stream is UTF-8 and every line is sent when it is complete."""

    def close(self):
        """Leaves the stream open, because the next task prints there too."""


class Output:
    """Both channels, and the thread that reads the pipes and sends lines while a task runs."""

    def __init__(self, writer, private_error, limit, flush_c, without_interrupt):
        self.writer = writer
        self.limit = limit
        self.sequence = None
        self._private_error = private_error
        self._flush_c = flush_c
        # Calls what a signal must not cut in the middle.
        self.without_interrupt = without_interrupt
        self._channels = (Channel(1, self), Channel(2, self))
        self.stdout = TaskStream(self._channels[0], "<stdout>")
        self.stderr = TaskStream(self._channels[1], "<stderr>")
        sys.stdout = sys.__stdout__ = self.stdout
        sys.stderr = sys.__stderr__ = self.stderr
        self._pipes = select.poll()
        for channel in self._channels:
            self._pipes.register(channel.source, select.POLLIN)

    def start(self):
        threading.Thread(target=self._watch, name="scalems-output", daemon=True).start()

    def tell_worker(self, text):
        """Text that belongs to no task goes to the error stream that the agent was started with; the worker logs it."""
        os.write(self._private_error, text.encode("utf-8", "replace"))

    def finish(self):
        """The texts of the task that has ended, and the frames that go before its end."""
        self._collect()
        # A thread that a module keeps may print at any time: its text belongs to one task or the next one, never to both.
        with self._channels[0].lock, self._channels[1].lock:
            stdout, first = self._channels[0].finish()
            stderr, second = self._channels[1].finish()
            self.sequence = None
        return stdout, stderr, first + second if first or second else b""

    def suspend(self):
        self._collect()
        with self._channels[0].lock, self._channels[1].lock:
            before = self.sequence, self._channels[0].suspend(), self._channels[1].suspend()
            self.sequence = None
        return before

    def resume(self, before):
        with self._channels[0].lock, self._channels[1].lock:
            self.sequence, first, second = before
            self._channels[0].resume(first)
            self._channels[1].resume(second)

    def send_rest(self):
        """Sends what the running task has printed; for a process that ends before its task."""
        _, _, rest = self.finish()
        if rest:
            self.writer.send(rest)

    def after_fork(self):
        self.stdout.after_fork()
        self.stderr.after_fork()

    def flush(self):
        self.stdout.flush()
        self.stderr.flush()

    def _collect(self):
        self._flush_c(None)
        if self._pipes.poll(0):
            for channel in self._channels:
                channel.pull()

    def _watch(self):
        sources = select.poll()
        for channel in self._channels:
            sources.register(channel.source, select.POLLIN)
        while True:
            sources.poll()
            for channel in self._channels:
                channel.pull()
                channel.send_lines()
