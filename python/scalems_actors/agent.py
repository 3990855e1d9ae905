"""The agent: a Python interpreter that runs tasks for a worker."""

import faulthandler
import json
import os
import signal
import sys
from time import time_ns

from . import children, frames
from .frames import FrameReader, FrameWriter
from .inbox import Inbox
from .interruption import Interruption

# The agent that this interpreter is; None in a process that a task has forked.
running = None

_PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")


def main():
    """The agent of a worker that speaks to it by the standard streams."""
    _serve(os.dup(0), os.dup(1), None)


def main_of_rank(connection, rank, size):
    """The agent of an MPI rank; its worker has another descriptor than the streams, which are those of mpirun."""
    _serve(connection, connection, (rank, size))


def _serve(source, sink, rank):
    parent, error = os.getppid(), os.dup(2)
    _separate_from_terminal()
    faulthandler.enable(error)
    reader, writer = FrameReader(source), FrameWriter(sink)
    read = reader.read()
    if read is None:
        return
    data, found = read
    kind, first, last = found[0]
    if kind != frames.START:
        raise ValueError(f"the first frame is of kind {kind}, not Start")
    start = json.loads(data[first:last])
    # Before any module of the user's: libraries read them once.
    os.environ.update(start.get("environment") or {})
    _load_own()
    _end_with(parent)
    try:
        _prepare_imports(start.get("path") or ())
        _check_versions(start.get("versioned_modules") or ())
        _check_modes(start.get("modes"))
        world = None if rank is None else _join_world(*rank)
        global running
        running = agent = Agent(start, reader, writer, error, world)
    except (_Refusal, OSError) as reason:
        # Without its directory, or the descriptors that it needs, an agent cannot run tasks either.
        writer.send(frames.frame(frames.REFUSED, str(reason).encode()))
        if rank is not None:
            # mpirun would end the other ranks, and may do so before the worker has read why.
            while reader.read() is not None:
                pass
        return
    try:
        agent.run(data, found[1:])
    except BaseException as failure:
        agent.end_at_once(failure)


def _separate_from_terminal():
    """Tasks read nothing, and signals of a terminal go to the worker only."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    try:
        os.setsid()
    except PermissionError:
        # It leads its own group of processes already.
        pass


def _load_own():
    """Everything that the agent needs of itself and of the standard library, before the user's directories are searched."""
    from . import failure, libc, output, pickled_function, runner, standard  # noqa: F401


def _end_with(parent):
    from .libc import end_with

    # Before anything that can take long.
    end_with(parent)


class _Refusal(Exception):
    """Why this interpreter can run no tasks."""


def _prepare_imports(directories):
    from .sources import ignore_cached_user_code

    archive = os.path.dirname(os.path.dirname(__file__))
    own = [directory for directory in sys.path if directory and directory != archive and directory not in directories]
    # The archive goes last: a module of the user never gives way to one in it.
    sys.path[:] = [*directories, *own, archive]
    sys.argv[:] = ["scalems_actors"]
    ignore_cached_user_code()
    if hasattr(sys, "set_int_max_str_digits"):
        # Integers of any size are values like others.
        sys.set_int_max_str_digits(0)


def _check_versions(requirements):
    if not requirements:
        return
    from .errors import interpreter
    from .versions import SoftwareCompatibilityError, check

    try:
        check([(name, minimum) for name, minimum in requirements])
    except SoftwareCompatibilityError as error:
        raise _Refusal(f"{error} ({interpreter()})") from None
    except Exception as error:
        # A requirement that is no version, or a package that fails in its import.
        raise _Refusal(f"versions cannot be checked: {type(error).__name__}: {error} ({interpreter()})") from None


def _check_modes(modes):
    if not modes:
        return
    from .mode_registry import BUILT_IN

    for name, module in modes.items():
        if name in BUILT_IN:
            raise _Refusal(f"modes: {name} is a mode that every interpreter has; module {module} cannot register it")


def _join_world(rank, size):
    from .world import join

    try:
        return join(rank, size)
    except ImportError as error:
        raise _Refusal(str(error)) from None


class Agent:
    """Connects the parts, and runs tasks until the worker or a limit ends it."""

    def __init__(self, start, reader, writer, error, world):
        from . import libc
        from .output import Output
        from .runner import Runner

        libc.adopt_orphans()
        self._writer = writer
        self._interruption = Interruption()
        self._interruption.install()
        self._output = Output(writer, error, start.get("output_limit", sys.maxsize), libc.fflush, self._interruption.without)
        self._inbox = Inbox(reader, writer, self._interruption, self.end_at_once)
        self._most_tasks = start.get("most_tasks") or 0
        self._most_memory = start.get("most_memory") or 0
        self._memory = os.open("/proc/self/statm", os.O_RDONLY)
        self._exit = os._exit
        self._process = os.getpid()
        self._is_rank = world is not None
        os._exit = self._exit_of_task
        os.register_at_fork(after_in_child=self._after_fork)
        if start.get("warm_up"):
            _warm_up()
        self._runner = Runner(
            self._interruption,
            self._output,
            world,
            start.get("transfer_limit", sys.maxsize),
            start.get("also_searched", ""),
            start.get("path") or (),
            start.get("modes") or {},
            {key: start[key] for key in ("raptor_file", "raptor_class") if start.get(key)},
        )
        self._for_sub_tasks = None

    def run(self, data, found):
        """Runs tasks; `found` are the frames in `data` that arrived together with Start."""
        self._output.start()
        self._writer.send(frames.frame(frames.READY, b"\0\0\0\0\1"))
        self._inbox.start(data, found)
        self._runner.adopt_threads()
        send, take, wait, run = self._writer.send, self._inbox.take, self._inbox.wait, self._runner.run
        pending = b""
        while True:
            try:
                task = take()
            except IndexError:
                if pending:
                    send(pending)
                    pending = b""
                task = wait()
            if task is None or task[1] is None:
                # An answer to a task that has not waited for it.
                continue
            # The end of a task and the begin of the next one are one write.
            send(pending + frames.begun(task[0], time_ns() // 1000))
            pending = run(*task)
            if self._runner.is_awaited:
                send(pending)
                pending = b""
                self._runner.part()
            full = 0 < self._most_tasks <= self._runner.count or (self._most_memory and self._resident() > self._most_memory)
            if full or self._runner.leaving is not None:
                send(pending)
                self._leave(self._runner.leaving)

    def _resident(self):
        """Bytes in memory."""
        return int(os.pread(self._memory, 128, 0).split()[1]) * _PAGE_SIZE

    def _leave(self, reason):
        self._writer.send(frames.frame(frames.LEAVING, (reason or "").encode()))
        if reason is None:
            # Libraries that write their files at the end get their turn; a thread that runs on could make this wait for ever.
            import atexit

            atexit._run_exitfuncs()
        children.end_all()
        while self._is_rank:
            # An exit would end all ranks; the thread that reads ends this one when the worker closes the connection.
            signal.pause()
        self._exit(0)

    def runs_task(self):
        """Whether the code of a task runs in the main thread."""
        return self._runner.sequence is not None

    def for_sub_tasks(self):
        """(Submitter, Waits); most agents never need them."""
        if self._for_sub_tasks is None:
            from .nesting import Nesting
            from .submitter import Submitter
            from .waits import Waits

            submitter = Submitter(self._writer, self._inbox, self._interruption, self._runner)
            self._inbox.on_answer, self._runner.at_end = submitter.receive, submitter.forget
            nesting = Nesting(self._runner, submitter)
            self._for_sub_tasks = submitter, Waits(self._writer, self._inbox, self._interruption, self._runner, nesting, self.end_at_once)
        return self._for_sub_tasks

    def end_at_once(self, failure):
        """The worker is gone, has closed the input, or the agent itself has failed: everything that runs here ends now."""
        children.kill_descendants()
        if isinstance(failure, BrokenPipeError):
            # The worker does not read any more: its side is closed.
            failure = None
        if failure is not None:
            from traceback import format_exception

            self._output.tell_worker("".join(format_exception(type(failure), failure, failure.__traceback__)))
        self._exit(0 if failure is None else 1)

    def _exit_of_task(self, status):
        """Stands for os._exit, so that the worker learns that the process ended by request."""
        if os.getpid() == self._process:
            self._interruption.running = None
            self._output.send_rest()
            self._writer.send(frames.exiting(status))
        else:
            self._output.flush()
        self._exit(status)

    def _after_fork(self):
        """A forked process runs the task's code only: it has no threads of the agent, and prints into the task's pipes."""
        global running
        running = None
        self._writer.close_in_child()
        self._output.after_fork()


def _warm_up():
    """Loads what the first tasks would load."""
    import traceback  # noqa: F401 - a failed task needs it

    from . import pickles, values

    values.encode([0.5, {"a": b"", "b": pickles.dumps({1}, "")}])
