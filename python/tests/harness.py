"""Starts an agent as a worker does, and speaks frames with it."""

import io
import json
import os
import pathlib
import select
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import zipfile

SOURCE = pathlib.Path(__file__).resolve().parent.parent
DONE, FAILED, CANCELED = 4, 5, 6
READY, REFUSED, BEGUN, ENDED, OUTPUT, REVOKED, EXITING, LEAVING, CODE = range(16, 25)
SUBMIT, WAITING, RESUMING = 26, 27, 28
_DEADLINE_SECONDS = 20

# As in an agent: integers of any size are values.
if hasattr(sys, "set_int_max_str_digits"):
    sys.set_int_max_str_digits(0)


def archive():
    """The descriptor of a file in memory with the package."""
    descriptor = os.memfd_create("agent")
    os.write(descriptor, archived())
    return descriptor


def archived():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as target:
        target.write(SOURCE / "__main__.py", "__main__.py")
        for path in sorted((SOURCE / "scalems_actors").glob("*.py")):
            target.write(path, f"scalems_actors/{path.name}")
    return content.getvalue()


def beside(content):
    """The document and the bytes beside it."""
    (count,) = struct.unpack_from("<i", content)
    *lengths, length = struct.unpack_from(f"<{count + 1}i", content, 4)
    at = 8 + 4 * count + length
    document, parts = content[at - length : at], []
    for length in lengths:
        parts.append(content[at : at + length])
        at += length
    assert at == len(content)
    return document, parts


class Frame:
    def __init__(self, kind, content):
        self.kind = kind
        self.content = content
        if kind in (BEGUN, ENDED, OUTPUT, SUBMIT, WAITING, RESUMING):
            self.sequence = struct.unpack_from("<I", content)[0]
        if kind == OUTPUT:
            self.stream, self.text = content[4], content[5:].decode()
        elif kind == ENDED:
            _, state, self.time, self.code = struct.unpack_from("<IBqH", content)
            self.state = state & 0x7F
            document, self.parts = beside(content[15:]) if state & 0x80 else (content[15:], [])
            self.outcome = json.loads(document)
        elif kind == REVOKED:
            count = struct.unpack_from("<i", content)[0]
            self.sequences = list(struct.unpack_from(f"<{count}I", content, 4))
        elif kind == SUBMIT:
            self.request, self.form = struct.unpack_from("<IB", content, 4)
            self.task = json.loads(content[9:])
        elif kind == CODE:
            self.identity = json.loads(content)
        elif kind in (REFUSED, LEAVING):
            self.text = content.decode()
        elif kind == EXITING:
            self.exit_code = struct.unpack("<i", content)[0]

    def __repr__(self):
        return f"Frame({self.kind}, {self.content!r})"


class Agent:
    """The worker's side of one agent: sends it tasks, and keeps its frames. Subclasses know how both are connected."""

    def __init__(self, directory):
        self.directory = directory
        self.frames = []
        self._data = b""
        self._sequence = 0

    def module(self, name, text):
        """Writes a module where the agent looks first."""
        path = pathlib.Path(self.directory, *name.split(".")).with_suffix(".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return str(path)

    def send(self, kind, content):
        self.write(struct.pack("<BBi", 2, kind, len(content)) + content)

    def start(self, settings):
        found = {"output_limit": 100_000, "transfer_limit": 10_000_000, "warm_up": False, "most_tasks": 0, "most_memory": 0}
        found.update(modules=[], path=[self.directory], also_searched="")
        found.update(settings)
        self.send(1, json.dumps(found).encode())

    def task(self, form, payload):
        self._sequence += 1
        uid = f"task.{self._sequence}".encode()
        text = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        self.send(2, struct.pack("<IBi", self._sequence, form, len(uid)) + uid + text)
        return self._sequence

    def item(self, module, function, *args, **kwargs):
        """Sends a work item; its arguments are JSON values. Returns its number."""
        return self.task(0, {"func": function, "module": module, "args": args, "kwargs": kwargs, "comm_arg_name": None})

    def item_beside(self, parts, module, function, *args):
        """As `item`, with bytes that the arguments name "#0", "#1" and so on."""
        document = json.dumps({"func": function, "module": module, "args": args}).encode()
        lengths = struct.pack(f"<{len(parts) + 2}i", len(parts), *map(len, parts), len(document))
        return self.task(0x80, b"".join((lengths, document, *parts)))

    def describe(self, **description):
        return self.task(1, {"mode": "task.function", **description})

    def cancel(self, sequence):
        self.send(3, struct.pack("<I", sequence))

    def revoke(self, *sequences):
        self.send(4, struct.pack(f"<i{len(sequences)}I", len(sequences), *sequences))

    def accepted(self, request, uid):
        text = uid.encode()
        self.send(8, struct.pack("<Ii", request, len(text)) + text)

    def sub_ended(self, request, state=DONE, **outcome):
        self.send(9, struct.pack("<IB", request, state) + json.dumps(outcome).encode())

    def resume(self, sequence):
        self.send(10, struct.pack("<I", sequence))

    def wait(self, kind, matches=lambda frame: True):
        """The first frame of a kind that matches, also among those that came before."""
        seen, deadline = 0, time.monotonic() + _DEADLINE_SECONDS
        while True:
            while seen < len(self.frames):
                frame = self.frames[seen]
                seen += 1
                if frame.kind == kind and matches(frame):
                    return frame
            if not self._receive(deadline):
                raise AssertionError(f"no frame of kind {kind}; got {self.frames[-10:]}; error stream: {self.error_text()}")

    def begun(self, sequence):
        return self.wait(BEGUN, lambda frame: frame.sequence == sequence)

    def ended(self, sequence):
        return self.wait(ENDED, lambda frame: frame.sequence == sequence)

    def run(self, module, function, *args, **kwargs):
        return self.ended(self.item(module, function, *args, **kwargs))

    def value(self, module, function, *args, **kwargs):
        """The returned JSON value of a work item that must succeed."""
        return value_of(self.run(module, function, *args, **kwargs))

    def took(self, frame):
        """Called for each frame in its turn."""

    def _receive(self, deadline):
        """Takes more frames; False at the end of the output."""
        source = self.source()
        if not select.select([source], [], [], max(0, deadline - time.monotonic()))[0]:
            raise AssertionError(f"no frame in time; got {self.frames[-10:]}; error stream: {self.error_text()}")
        data = os.read(source, 1 << 20)
        self._data += data
        while len(self._data) >= 6:
            version, kind, length = struct.unpack_from("<BBi", self._data)
            if version != 2 or len(self._data) < 6 + length:
                break
            frame = Frame(kind, self._data[6 : 6 + length])
            self._data = self._data[6 + length :]
            self.frames.append(frame)
            self.took(frame)
        return bool(data)


class AgentProcess(Agent):
    """One agent. Use as a context manager: its end closes the agent's input and waits for the process."""

    def __init__(self, start=(), environment=(), working_directory=None):
        super().__init__(tempfile.mkdtemp(prefix="agent-test-"))
        self._archive = archive()
        # The error stream is a file: a full pipe would stop the agent.
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            [sys.executable, f"/proc/{os.getpid()}/fd/{self._archive}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            cwd=working_directory,
            env={**os.environ, **dict(environment)},
        )
        self.start(start)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass
        try:
            self.process.wait(_DEADLINE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        self.process.stdout.close()
        os.close(self._archive)
        shutil.rmtree(self.directory)
        if kind is not None:
            sys.stderr.write(self.error_text())
        self.errors.close()

    def error_text(self):
        self.errors.seek(0)
        return self.errors.read().decode("utf-8", "replace")

    def write(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def source(self):
        return self.process.stdout.fileno()

    def end(self):
        """All frames up to the end of the agent's output."""
        deadline = time.monotonic() + _DEADLINE_SECONDS
        while self._receive(deadline):
            pass
        self.process.wait(_DEADLINE_SECONDS)
        return self.frames


def value_of(ended):
    if ended.state != DONE:
        raise AssertionError(f"the task ended in state {ended.state}: {ended.outcome}")
    return ended.outcome.get("return_value")
