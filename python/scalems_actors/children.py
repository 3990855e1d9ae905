"""Ends the processes that a task has left."""

import os
import signal
from time import monotonic, sleep


# A process that was killed ends at once, unless it is of another user or the kernel is busy with it.
_PATIENCE_SECONDS = 2.0


def end_all():
    """Kills every descendant of this process and waits for its end. Costs one system call if there is none.

    False = some are left: a thread of the task may start new ones in place of those that end.
    """
    killed, deadline = False, 0.0
    try:
        while True:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                if not killed:
                    killed, deadline = True, monotonic() + _PATIENCE_SECONDS
                elif monotonic() > deadline:
                    return False
                kill_descendants()
                sleep(0.001)
    except ChildProcessError:
        pass
    if killed:
        from .helper_processes import forget

        forget()
    return True


def kill_descendants():
    for pid in _descendants():
        try:
            os.kill(pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            # It has ended, or runs as another user; then the task lasts until it ends.
            pass


def _descendants():
    children = {}
    for name in os.listdir("/proc"):
        if name.isdecimal():
            try:
                with open(f"/proc/{name}/stat", "rb") as stat:
                    # The name of the program stands in parentheses and may contain spaces and parentheses itself.
                    state, parent = stat.read().rpartition(b")")[2].split()[:2]
            except OSError:
                continue
            if state != b"Z":
                children.setdefault(int(parent), []).append(int(name))
    found, next_ones = [], [os.getpid()]
    while next_ones:
        next_ones = [child for parent in next_ones for child in children.get(parent, ())]
        found += next_ones
    return found
