"""The MPI ranks that an interpreter was started with, and how those of one task come together."""

import os
from time import monotonic, sleep

from .errors import interpreter

# Ranks begin and end their parts of a task within this time of each other, if they do about the same. It costs less than a sleep.
_SPIN_SECONDS = 0.0002
_SHORTEST_SLEEP, _LONGEST_SLEEP = 0.00002, 0.005
# By these variables a launcher tells a process which rank it is. A program that a task starts is none, and may start ranks itself.
_OF_A_RANK = ("OMPI_COMM_WORLD_", "OMPI_MCA_orte_", "OMPI_MCA_ess", "OMPI_MCA_pmix", "OMPI_UNIVERSE_SIZE", "PMIX_", "PMI_")


class World:
    """One rank of a world. `size` is the number of ranks as the launcher has told it, None if it has not.

    Nothing here blocks in MPI, where a process would use a core while it waits, and would not notice a cancel.
    """

    def __init__(self, rank, size):
        self._mpi = MPI = _load()
        self.rank, found = MPI.COMM_WORLD.Get_rank(), MPI.COMM_WORLD.Get_size()
        if self.rank != rank or size not in (None, found):
            raise ImportError(
                f"it was started as rank {rank}{'' if size is None else f' of {size}'}, but MPI says rank {self.rank} of {found}:"
                f" its mpi4py uses another MPI than the program that has started it ({MPI.Get_library_version().splitlines()[0]})"
            )
        # Messages of the agent never meet those of a task, which may use COMM_WORLD itself.
        self._control = MPI.COMM_WORLD.Dup()
        self._group = self._control.Get_group()

    def communicator(self, members, tag):
        """A new communicator of these ranks. All of them are here: see `meet`."""
        group = self._group.Incl(members)
        try:
            return self._control.Create_group(group, tag)
        finally:
            group.Free()

    def free(self, communicator):
        if communicator != self._mpi.COMM_NULL:
            # What has arrived and was not received is known to MPI after this call, and goes with the communicator.
            communicator.Iprobe(self._mpi.ANY_SOURCE, self._mpi.ANY_TAG)
            communicator.Free()

    def is_finalized(self):
        return self._mpi.Is_finalized()

    def meet(self, members, position, tag, ready, gives_up):
        """Waits until all members are here. Whether all are ready; None if `gives_up()` says so before.

        Each round doubles the number of members that a member knows of.
        """
        control, byte, count = self._control, self._mpi.BYTE, len(members)
        flag = bytearray(1)
        distance = 1
        while distance < count:
            source = members[(position - distance) % count]
            sent = bytearray((ready,))
            request = control.Isend([sent, byte], members[(position + distance) % count], tag)
            if not self._arrives(source, tag, gives_up):
                return None
            control.Recv([flag, byte], source, tag)
            request.Wait()
            ready = ready and bool(flag[0])
            distance *= 2
        return ready

    def _arrives(self, source, tag, gives_up):
        probe, spins_until = self._control.Iprobe, monotonic() + _SPIN_SECONDS
        while not probe(source, tag):
            if monotonic() > spins_until:
                break
            os.sched_yield()
        else:
            return True
        pause = _SHORTEST_SLEEP
        while not probe(source, tag):
            if gives_up():
                return False
            sleep(pause)
            pause = min(2 * pause, _LONGEST_SLEEP)
        return True


def _load():
    import mpi4py

    # To finalize is for all ranks at once, and they never end all at once by themselves.
    mpi4py.rc.finalize = False
    from mpi4py import MPI

    for name in [name for name in os.environ if name.startswith(_OF_A_RANK)]:
        del os.environ[name]
    return MPI


def join(rank, size):
    """Starts MPI, which all ranks do at the same time. Raises ImportError with the reason why this interpreter cannot."""
    try:
        return World(rank, size)
    except ImportError as error:
        raise ImportError(f"{interpreter()} cannot be an MPI rank: {error}") from None
