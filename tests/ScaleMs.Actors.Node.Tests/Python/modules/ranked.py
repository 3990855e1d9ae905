"""Functions of tasks with several ranks. The last argument is the communicator."""

import os
import signal
import sys
import threading
import time


def total(number, comm):
    """The rank, the sum of this number and the rank over all ranks, and the process."""
    return [comm.Get_rank(), comm.allreduce(number + comm.Get_rank()), os.getpid()]


def leave(rank, code, comm):
    if comm.Get_rank() == rank:
        sys.exit(code)
    comm.barrier()


def kill(rank, comm):
    if comm.Get_rank() == rank:
        os.kill(os.getpid(), signal.SIGKILL)
    comm.barrier()


def fail(ranks, comm):
    if comm.Get_rank() in ranks:
        raise ValueError(f"rank {comm.Get_rank()} gives up")


def unserializable(rank, comm):
    return threading.Lock() if comm.Get_rank() == rank else "fine"


def sleep(seconds, comm):
    time.sleep(seconds)


def wait_for(path, gate, comm=None):
    """Writes the interpreter's process id to the path, followed by the rank, and waits for the gate."""
    rank = "" if comm is None else f".{comm.Get_rank()}"
    with open(f"{path}{rank}.new", "w", encoding="utf-8") as file:
        file.write(str(os.getpid()))
    os.rename(f"{path}{rank}.new", f"{path}{rank}")
    while not os.path.exists(gate):
        time.sleep(0.02)
    return os.getpid()


def cores(comm):
    comm.barrier()
    return sorted(os.sched_getaffinity(0))


def host(comm):
    comm.barrier()
    return os.uname().nodename
