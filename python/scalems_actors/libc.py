"""The functions of the C library that the agent needs."""

import ctypes
import os
import signal

_library = ctypes.CDLL(None)

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36

# fflush(None) writes what C code has printed and its library still holds.
fflush = _library.fflush
fflush.argtypes = [ctypes.c_void_p]


def end_with(parent):
    """Lets the kernel kill this process when the worker dies: code that holds the interpreter's lock keeps the agent from noticing."""
    _library.prctl(_PR_SET_PDEATHSIG, *map(ctypes.c_ulong, (signal.SIGKILL, 0, 0, 0)))
    if os.getppid() != parent:
        # It died before.
        os._exit(1)


def adopt_orphans():
    """Makes this process the parent of its descendants whose own parent ends, so that it finds all that a task leaves."""
    _library.prctl(_PR_SET_CHILD_SUBREAPER, *map(ctypes.c_ulong, (1, 0, 0, 0)))
