"""Tasks that a running task gives to the master, and waits for."""

import sys
import threading
from json import JSONDecoder

from . import frames
from .reading import Unreadable, decode
from .submission import payload_of, task_of

_STATES = {frames.DONE: "DONE", frames.FAILED: "FAILED", frames.CANCELED: "CANCELED"}
_loads = JSONDecoder().decode


class SubTaskError(RuntimeError):
    """A function that was called as a sub-task has no value. record: what run_task returns for it."""

    # Where users find it.
    __module__ = "scalems_actors"

    def __init__(self, record):
        super().__init__(record)
        self.record = record

    def __str__(self):
        uid, reason = self.record["uid"], self.record["exception"]
        return f"sub-task {uid or 'refused'}: {self.record['state']}" + (f": {reason}" if reason else "")


class SubTask:
    """A sub-task that the master has. uid: the master's name for it."""

    def __init__(self, request):
        self._request = request
        self._record = None

    @property
    def uid(self):
        return self._request.uid

    def done(self):
        """Whether it has ended, in whichever state."""
        return self._request.ended is not None

    def wait(self):
        """Its record, as run_task returns it."""
        return _wait([self], _agent("SubTask.wait"))[0]

    def _read(self):
        if self._record is None:
            self._record = _record(self._request)
        return self._record

    def _check(self, own):
        if not own.is_open(self._request) and not self.done():
            raise RuntimeError(f"sub-task {self.uid}: the task that has submitted it has ended, so nothing is known of its end")


class Master:
    """The master as a worker knows it."""

    def run_task(self, description):
        """As scalems_actors.run_task."""
        return run_task(description)


def run_task(task):
    """Gives a task to the master, waits for its end, and returns a dict about it; also when it has failed, or was refused.

    task: a work item, {"func": …, "module": …, "args": …, "kwargs": …}, or a task description, {"mode": …, …}. Its values may be all
    that a task may return.

    The keys: uid (None: the master has refused it), state (DONE, FAILED or CANCELED), return_value, stdout, stderr, exit_code,
    exception, exception_detail, error_kind, error_type. While this task waits, its interpreter may run others.
    """
    own, waits = _agent("run_task")
    request, frame = own.prepare(*payload_of(task))
    waits.until_ended((request,), frame)
    return _record(request)


def call(function, *args, **kwargs):
    """Calls a function of a module as a sub-task; returns its value, or raises SubTaskError."""
    _agent("call")
    record = run_task(task_of(function, args, kwargs))
    if record["state"] != "DONE":
        raise SubTaskError(record)
    return record["return_value"]


def submit_task(task):
    """Gives a task, as in run_task, to the master and returns a SubTask as soon as the master has it.

    Raises ValueError with the master's reason if it refuses the task. The task goes on if nobody waits for it.
    """
    own, _ = _agent("submit_task")
    request = own.submit(*payload_of(task))
    if request.uid is None:
        raise ValueError(f"the master refuses the task: {_outcome(request).get('exception')}")
    return SubTask(request)


def wait_all(subtasks):
    """Waits for several sub-tasks at once; their records, in the order of the arguments."""
    return _wait(list(subtasks), _agent("wait_all"))


def _wait(subtasks, agent):
    own, waits = agent
    for one in subtasks:
        one._check(own)
    waits.until_ended([one._request for one in subtasks])
    return [one._read() for one in subtasks]


def _agent(name):
    """(Submitter, Waits) of this interpreter. name: the function that needs them."""
    agent = getattr(sys.modules.get("scalems_actors.agent"), "running", None)
    if agent is None:
        raise RuntimeError(
            f"scalems_actors.{name} works only in a task, in the process that the worker runs it in, not in a script or in a process that"
            " the task has started; write a function of a module that calls it, and give that to scalems run or scalems submit as a task"
        )
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError(f"scalems_actors.{name} works only in the main thread of a task; let it submit and wait for all threads")
    if not agent.runs_task():
        raise RuntimeError(f"scalems_actors.{name}: no task is running")
    return agent.for_sub_tasks()


def _outcome(request):
    text = request.ended[1].decode()
    return (_loads(text) or {}) if text else {}


def _record(request):
    state, outcome = _STATES.get(request.ended[0], "FAILED"), _outcome(request)
    try:
        value = decode(outcome.get("return_value"), "return_value")
    except Unreadable as error:
        raise ValueError(f"sub-task {request.uid}: {error}") from error.__cause__
    return {
        "uid": request.uid,
        "state": state,
        "return_value": value,
        "stdout": outcome.get("stdout") or "",
        "stderr": outcome.get("stderr") or "",
        "exit_code": outcome.get("exit_code", 0 if state == "DONE" else None),
        "exception": outcome.get("exception"),
        "exception_detail": outcome.get("exception_detail"),
        "error_kind": outcome.get("error_kind"),
        "error_type": outcome.get("error_type"),
    }
