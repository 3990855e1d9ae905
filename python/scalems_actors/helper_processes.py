"""The processes that multiprocessing keeps between its uses, and that end with the task that has started them."""

import os
import sys


def forget(ended=None):
    """Told that its helpers are gone, multiprocessing starts new ones; else it warns or fails in the next task.

    ended: the processes that have ended, None = all.
    """
    tracker = _object("resource_tracker", "_resource_tracker")
    if getattr(tracker, "_fd", None) is not None and (ended is None or tracker._pid in ended):
        _close(tracker._fd)
        tracker._fd = tracker._pid = None
    server = _object("forkserver", "_forkserver")
    pid = getattr(server, "_forkserver_pid", None)
    if pid is not None and (ended is None or pid in ended):
        _close(server._forkserver_alive_fd)
        address = server._forkserver_address
        if isinstance(address, str) and os.path.exists(address):
            os.unlink(address)
        server._forkserver_alive_fd = server._forkserver_address = server._forkserver_pid = None


def _object(module, name):
    return getattr(sys.modules.get("multiprocessing." + module), name, None)


def _close(descriptor):
    try:
        os.close(descriptor)
    except OSError:
        # The task has closed it.
        pass
