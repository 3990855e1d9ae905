"""Ends the processes that a nested task has left, and none of the tasks that wait below it."""

import os
from time import monotonic, sleep

from . import children
from .children import PATIENCE_SECONDS, kill
from .helper_processes import forget
from .processes import below, started_by, table


class NestedChildren:
    """Stands for the functions of `children`. `threads` knows the threads of tasks that wait, which may start processes, too."""

    def __init__(self, threads):
        self._threads = threads
        self._kept = frozenset()

    def suspend(self):
        before, self._kept = self._kept, _all() if _are_there() else frozenset()
        return before

    def resume(self, before):
        self._kept = before

    def end_all(self):
        threads = self._threads.of_waiting()
        return self._end_new(threads) if self._kept or threads else children.end_all()

    def kill_descendants(self):
        if self._kept or self._threads.of_waiting():
            self.end_all()
        else:
            children.kill_descendants()

    def _end_new(self, threads):
        ended, deadline = set(), monotonic() + PATIENCE_SECONDS
        while _are_there():
            processes = table()
            new = self._new(processes, threads)
            if not new:
                break
            if monotonic() > deadline:
                return False
            kill(pid for pid in (*new, *below(new, processes)) if processes[pid].state != b"Z")
            for pid in new:
                try:
                    if os.waitpid(pid, os.WNOHANG)[0]:
                        ended.add(pid)
                except ChildProcessError:
                    # A handler of the task was faster.
                    pass
            sleep(0.001)
        if ended:
            forget(ended)
        return True

    def _new(self, processes, threads):
        """The children of the running task.

        A child of a waiting task may have started others, and ended; these are children of this process then. Those that have left
        its group are taken for such daemons, while the waiting tasks have processes at all: they end with the outermost task.
        """
        own = [pid for pid, process in processes.items() if process.parent == os.getpid()]
        of_threads = started_by(threads)
        new = [pid for pid in own if pid not in of_threads and (pid, processes[pid].start) not in self._kept]
        if any(processes[pid].state != b"Z" for pid in set(own).difference(new)):
            new = [pid for pid in new if processes[pid].group == os.getpgrp()]
        return new


def _are_there():
    """Whether this process has children, also such that have ended and were not waited for. They stay so."""
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        return True
    except ChildProcessError:
        return False


def _all():
    processes = table()
    return frozenset((pid, processes[pid].start) for pid in below([os.getpid()], processes))
