"""Makes this interpreter one rank of a world. mpirun starts it as `python -c`, as a worker asks; the worker then sends it the agent."""

import sys

# As when the archive itself is run: modules in the working directory are not searched.
sys.path[:] = [directory for directory in sys.path if directory]

import _socket  # noqa: E402 - the module socket would hide a user's module of that name
import ctypes  # noqa: E402
import os  # noqa: E402
import signal  # noqa: E402
import struct  # noqa: E402
import time  # noqa: E402

_REQUESTS = signal.SIGTERM, signal.SIGINT, signal.SIGHUP


def place():
    """(rank, number of ranks or None): each way to start ranks has its own variables for them."""
    environment = os.environ.get
    names = [("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"), ("PMIX_RANK", None), ("PMI_RANK", "PMI_SIZE")]
    if "SLURM_STEP_NUM_TASKS" in os.environ:
        # In the script of a batch job, too, SLURM_PROCID is set.
        names.append(("SLURM_PROCID", "SLURM_STEP_NUM_TASKS"))
    for rank, size in names:
        if environment(rank, "").isdecimal():
            return int(environment(rank)), int(environment(size, 0)) or None if size else None
    sys.exit("scalems: this interpreter was not started as a rank: " + ", ".join(name for name, _ in names) + " are not set")


def guard():
    """Goes on in a child. This process ends it, and all that it starts, with mpirun; when it ends first, so does what it has started.

    A rank that runs a task cannot do so: it may be killed, or be busy in C code.
    """
    control, parent = ctypes.CDLL(None).prctl, os.getppid()
    # When the first of the processes that it has asked to end does so, mpirun kills the others; all of them have this much time.
    before = {number: signal.signal(number, lambda number, frame: end(128 + number, 0.25)) for number in _REQUESTS}
    # The kernel also sends it when only the thread of mpirun ends that has started this process.
    before[signal.SIGUSR1] = signal.signal(signal.SIGUSR1, lambda number, frame: os.getppid() == parent or end(1))
    # PR_SET_CHILD_SUBREAPER and PR_SET_PDEATHSIG: orphans become children of this process.
    for option, value in (36, 1), (1, signal.SIGUSR1):
        control(option, *map(ctypes.c_ulong, (value, 0, 0, 0)))
    rank = os.fork()
    if rank == 0:
        for number, handler in before.items():
            signal.signal(number, handler)
        return
    if os.getppid() != parent:
        end(1)
    while True:
        pid, status = os.waitpid(-1, 0)
        if pid == rank:
            end(128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))


def end(code, pause=0):
    """Ends all descendants: the children of one that is killed become children of this process."""
    while True:
        try:
            with open(f"/proc/self/task/{os.getpid()}/children") as children:
                for child in children.read().split():
                    os.kill(int(child), signal.SIGKILL)
            os.waitpid(-1, 0)
        except (OSError, ValueError):
            # There are none any more, or none that this user may end.
            time.sleep(pause)
            os._exit(code)


def connect(name):
    """A worker may begin to listen after mpirun has started."""
    connection, deadline = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM), time.monotonic() + 10
    while True:
        try:
            connection.connect("\0" + name)
            return connection
        except (ConnectionRefusedError, BlockingIOError) as error:
            if time.monotonic() > deadline:
                sys.exit(f"scalems: no worker listens at the abstract socket {name} within 10 seconds: {error}")
            time.sleep(0.02)


def receive(connection, size):
    parts = []
    while size:
        part = connection.recv(min(size, 1 << 20))
        if not part:
            sys.exit("scalems: the worker has closed the connection before it sent the agent")
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def start():
    try:
        world, token = os.environ.pop("SCALEMS_WORLD"), os.environ.pop("SCALEMS_WORLD_TOKEN")
    except KeyError as missing:
        sys.exit(f"scalems: {missing} is not set")
    rank, size = place()
    guard()
    name = f"scalems/{world}/{rank}"
    connection = connect(name)
    user = struct.unpack("3i", connection.getsockopt(_socket.SOL_SOCKET, _socket.SO_PEERCRED, 12))[1]
    if user != os.geteuid():
        # Any user can listen at a name, and what listens there runs code here.
        sys.exit(f"scalems: the abstract socket {name} is of user {user}, not of user {os.geteuid()}")
    connection.sendall(f"{token}\n{os.getpid()}\n".encode())
    content = receive(connection, struct.unpack("<i", receive(connection, 4))[0])
    archive = os.memfd_create("scalems_actors")
    os.write(archive, content)
    # With the number of this process, because processes that a task starts may read it, too.
    sys.path.insert(0, f"/proc/{os.getpid()}/fd/{archive}")
    from scalems_actors.agent import main_of_rank

    main_of_rank(connection.detach(), rank, size)


if __name__ == "__main__":
    start()
