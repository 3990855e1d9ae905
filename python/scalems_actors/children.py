"""Ends the processes that a task has left."""

import os
import signal
from time import monotonic, sleep

# A process that was killed ends at once, unless it is of another user or the kernel is busy with it.
PATIENCE_SECONDS = 2.0


def end_all():
    """Kills every descendant of this process and waits for its end. Costs one system call if there is none.

    False = some are left: a thread of the task may start new ones in place of those that end.
    """
    killed, deadline = False, 0.0
    try:
        while True:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                if not killed:
                    killed, deadline = True, monotonic() + PATIENCE_SECONDS
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
    from .processes import below, table

    processes = table()
    kill(pid for pid in below([os.getpid()], processes) if processes[pid].state != b"Z")


def kill(pids):
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            # It has ended, or runs as another user; then the task lasts until it ends.
            pass
