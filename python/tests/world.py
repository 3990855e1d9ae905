"""Starts interpreters as ranks of a world, as a worker does that runs tasks with several MPI ranks."""

import importlib.util
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import unittest

from tests.harness import _DEADLINE_SECONDS, READY, SOURCE, Agent, archived

_TOKEN = "secret"
# Tests run as any user, and on few cores.
_ENVIRONMENT = {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1", "OMPI_MCA_mpi_yield_when_idle": "1"}


def needs_mpi(test):
    reason = None
    if shutil.which("mpirun") is None:
        reason = "mpirun is not installed"
    elif importlib.util.find_spec("mpi4py") is None:
        reason = f"{sys.executable} has no mpi4py"
    return unittest.skipIf(reason, reason)(test)


class Rank(Agent):
    """The agent of one rank."""

    def __init__(self, world, number):
        super().__init__(world.directory)
        self.error_text = world.error_text
        self.connection = None
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(f"\0scalems/{world.name}/{number}")
        self._listener.settimeout(_DEADLINE_SECONDS)

    def listen(self):
        self._listener.listen(1)

    def accept(self):
        self.connection = self._listener.accept()[0]
        self._listener.close()
        with self.connection.makefile("rb", buffering=0) as lines:
            token, pid = lines.readline(), lines.readline()
        if token != f"{_TOKEN}\n".encode():
            raise AssertionError(f"a token of {token}")
        self.pid = int(pid)
        content = archived()
        self.write(struct.pack("<i", len(content)) + content)

    def close(self):
        self._listener.close()
        if self.connection is not None:
            self.connection.close()

    def write(self, data):
        self.connection.sendall(data)

    def source(self):
        return self.connection.fileno()

    def rank_of(self, task, place, size, members, payload, form=0):
        """Sends one rank of a task; returns its number."""
        self._sequence += 1
        uid, text = task.encode(), json.dumps(payload).encode()
        content = struct.pack(f"<IBiii{len(members)}i", self._sequence, form, place, size, len(members), *members)
        self.send(5, content + struct.pack("<i", len(uid)) + uid + text)
        return self._sequence

    def rank_ended(self, sequence, place):
        """Another rank of that task has ended."""
        self.send(7, struct.pack("<Ii", sequence, place))


class World:
    """All ranks, and their mpirun. Use as a context manager."""

    _count = 0

    def __init__(self, size, start=(), listens=True, environment=(), launcher=None):
        World._count += 1
        self.name = f"{os.getpid()}-{World._count}"
        self.directory = tempfile.mkdtemp(prefix="world-test-")
        self.errors = tempfile.TemporaryFile()
        self._tasks = 0
        self._settings = dict(start)
        self.ranks = [Rank(self, number) for number in range(size)]
        if listens:
            self.listen()
        bootstrap = (SOURCE / "world_rank.py").read_text()
        self.process = subprocess.Popen(
            [*(launcher or ["mpirun", "-n", str(size), "--oversubscribe"]), sys.executable, "-c", bootstrap],
            stdin=subprocess.DEVNULL,
            stdout=self.errors,
            stderr=self.errors,
            env={**os.environ, **self._variables(), **dict(environment)},
        )

    def __enter__(self):
        self.accept()
        for rank in self.ranks:
            rank.wait(READY)
        return self

    def __exit__(self, kind, error, trace):
        self.close()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(_DEADLINE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        shutil.rmtree(self.directory, ignore_errors=True)
        if kind is not None:
            sys.stderr.write(self.error_text())
        self.errors.close()

    def _variables(self):
        # An mpirun that is killed leaves files.
        files = {"TMPDIR": self.directory, "OMPI_MCA_btl_vader_backing_directory": self.directory}
        return {**_ENVIRONMENT, **files, "SCALEMS_WORLD": self.name, "SCALEMS_WORLD_TOKEN": _TOKEN}

    def listen(self):
        for rank in self.ranks:
            rank.listen()

    def accept(self):
        for rank in self.ranks:
            rank.accept()
            rank.start(self._settings)

    def close(self):
        for rank in self.ranks:
            rank.close()

    def error_text(self):
        self.errors.seek(0)
        return self.errors.read().decode("utf-8", "replace")

    def send(self, payload, members, form=0):
        """Sends a task to its ranks; returns [(rank, its number)] in the order of the task's ranks."""
        self._tasks += 1
        uid, size = f"task.{self._tasks}", len(members)
        return [
            (self.ranks[member], self.ranks[member].rank_of(uid, place, size, members, payload, form)) for place, member in enumerate(members)
        ]

    def run(self, payload, members, form=0):
        """The ends of all ranks of a task."""
        return ends(self.send(payload, members, form))


def ends(sent):
    return [rank.ended(sequence) for rank, sequence in sent]


def item(module, function, *args, comm="", **kwargs):
    return {"func": function, "module": module, "args": list(args), "kwargs": kwargs, "comm_arg_name": comm}
