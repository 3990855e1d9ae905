"""Runs one task after another."""

import os
from contextvars import copy_context
from os import getpid
from sys import exc_info
from time import time_ns

from . import children, frames, values
from .calls import Calls
from .code import Codes
from .communicator import Communicators
from .functions import Functions
from .place import ALONE
from .restoration import Restoration
from .task_environment import TaskEnvironment
from .threads import Threads

# A result of these types needs no look whether it can be awaited.
_NEVER_AWAITABLE = frozenset((type(None), int, float, str, bool, list, dict, tuple, bytes))
_NOTHING = b'{"exit_code":0}'


class Runner:
    """Turns a task into the frames of its end, and leaves the process as the task has found it."""

    def __init__(self, interruption, output, world, transfer_limit, also_searched, directories, modes, raptor):
        self._interruption = interruption
        self.output = output
        self._transfer_limit = transfer_limit
        self._codes = Codes()
        self.environment = TaskEnvironment()
        self._world = world
        self.communicators = Communicators(world, interruption)
        self._calls = Calls(Functions(also_searched, self._adopt), self.environment.set, self.communicators, directories, modes, raptor)
        self.restoration = Restoration()
        self.threads = Threads()
        self.adopt_threads = self.threads.adopt
        self.children = children
        # The running task, while its code runs.
        self.sequence = None
        # Called when its code has ended.
        self.at_end = int
        # As the running task has found it: what it sets in its context is not for tasks that are nested in it.
        self.context = None
        # Why the interpreter must not run another task; None while it may.
        self.leaving = None
        self.is_awaited = False
        # How many tasks have run.
        self.count = 0
        self._process = getpid()

    def _adopt(self):
        self.restoration.adopt(self.environment.variables, self.environment.directories)
        self.threads.adopt()

    def run(self, sequence, form, uid, payload, place=ALONE):
        interruption = self._interruption
        error = function = None
        args, kwargs, code, parts = (), {}, 0, []
        # What a task handles that this one is nested in.
        outer = exc_info()[1]
        self.count += 1
        self.output.sequence = self.sequence = sequence
        self.communicators.begin(sequence, place, uid)
        try:
            try:
                interruption.begin(sequence)
                function, module, args, kwargs = self._calls.read(form, payload)
                if module is not None:
                    code = self._codes.number(module)
                    if self._codes.are_new:
                        # Now, so that the worker sees an edit that is made while the task runs.
                        interruption.without(self._send_codes)
                self.context = copy_context()
                value = function(*args, **kwargs)
                if type(value) not in _NEVER_AWAITABLE and hasattr(value, "__await__"):
                    value = _wait_for(value)
                result = None if value is None else values.encode(value, parts)
            finally:
                interruption.running = self.sequence = None
        except BaseException as raised:
            error = raised
        if getpid() != self._process:
            _end_forked(error)
        if error is None:
            state, found = frames.DONE, None
        elif isinstance(error, KeyboardInterrupt) and sequence in interruption.canceled:
            state, found = frames.CANCELED, {}
        else:
            from . import failure

            if outer is not None:
                failure.cut(error, outer)
            state, found = frames.FAILED, failure.fields(error, function, args, kwargs)
        # Destructors of what the task has made run now, while it still counts as running.
        function = args = kwargs = error = value = outer = None
        self.at_end()
        if interruption.canceled:
            interruption.was_canceled(sequence)
        problem = self._end_what_is_left()
        self.environment.clear()
        problem = self.restoration.restore() or problem or self.communicators.leaving
        if self._world is not None and self._world.is_finalized():
            problem = "it has called MPI_Finalize"
        self.leave_after(uid, problem)
        # Whether other ranks wait for this one.
        self.is_awaited = self.communicators.is_due(lambda: found is not None and self._calls.meets(form, payload))
        stdout, stderr, before = self.output.finish()
        if found is None:
            outcome = _success(result, stdout, stderr)
        else:
            outcome = _outcome(found, stdout, stderr)
        size = len(outcome) + sum(_growth(part) for part in parts) if parts else len(outcome)
        if size > self._transfer_limit:
            state, outcome = self._reduced(state, found, size, stdout, stderr)
            parts = ()
        before += self._codes.take_frames()
        if parts and found is None:
            return before + frames.ended_beside(sequence, state, time_ns() // 1000, code, outcome, parts)
        return before + frames.ended(sequence, state, time_ns() // 1000, code, outcome)

    def part(self):
        """Parts with the other ranks of the task. The worker knows the end of this one before, for this can last."""
        self.is_awaited = False
        self.communicators.part()
        self.leave_after(self.communicators.uid, self.communicators.leaving)

    def leave_after(self, uid, problem):
        # The first reason counts: an outer task finds the threads of a nested one, too.
        if problem is not None and self.leaving is None:
            self.leaving = f"after task {uid.decode('utf-8', 'replace')}: {problem}"

    def _send_codes(self):
        self.output.writer.send(self._codes.take_frames())

    def _end_what_is_left(self):
        """Why the process must not run another task; None if it may."""
        thread = self.threads.left()
        if thread is not None:
            # It may start processes in place of those that end; all end with this one.
            self.children.kill_descendants()
            return f"it left a thread running: {thread}"
        return None if self.children.end_all() else "it left a process that does not end"

    def _reduced(self, state, found, size, stdout, stderr):
        """The outcome in place of one that exceeds the limit. The error of a failed task matters more than what it has printed."""
        from .failure import too_large

        if found is not None:
            outcome = _outcome(found, "", "")
            if len(outcome) <= self._transfer_limit:
                return state, outcome
        found = too_large(size, self._transfer_limit)
        outcome = _outcome(found, stdout, stderr)
        return frames.FAILED, outcome if len(outcome) <= self._transfer_limit else _outcome(found, "", "")


def _growth(part):
    """How much longer a text is with the base64 of a part."""
    return (len(part) + 2) // 3 * 4


def _end_forked(error):
    """Ends a process that the task's code has forked and that has come back from it: it must not go on as an agent."""
    from . import failure

    if isinstance(error, SystemExit):
        os._exit(failure.exit_code(error))
    if error is not None:
        from sys import stderr

        stderr.write(failure.traceback(error))
    os._exit(0 if error is None else 1)


def _success(result, stdout, stderr):
    if not stdout and not stderr:
        return _NOTHING if result is None else b'{"return_value":' + result + b',"exit_code":0}'
    rest = _outcome({"exit_code": 0}, stdout, stderr)
    return rest if result is None else b'{"return_value":' + result + b"," + rest[1:]


def _outcome(found, stdout, stderr):
    if stdout:
        found = {**found, "stdout": stdout}
    if stderr:
        found = {**found, "stderr": stderr}
    return values.to_json(found).encode("utf-8", "replace")


def _wait_for(awaitable):
    from .standard import load

    asyncio = load("asyncio")

    async def wait():
        return await awaitable

    return asyncio.run(wait())
