"""The MPI communicator of the running task."""

import os
from time import monotonic
from zlib import crc32

from .errors import TaskError, interpreter, invalid
from .place import ALONE

# Open MPI starts a helper process for a program without mpirun; it would be a child that a task leaves. This forbids it.
_ISOLATED = "OMPI_MCA_ess_singleton_isolated"
# Every MPI has tags up to 32,767.
_TAGS = 0x3FFF
# How long a cancelled task waits for ranks that have begun, and may create the communicator already.
_CANCEL_SECONDS = 1.0
# How long a rank that could not begin waits to tell the others; the worker starts all of them at about the same time.
_REFUSAL_SECONDS = 10.0


class Communicators:
    """Creates a communicator when a task asks for one, and frees it when all ranks of the task have ended.

    The ranks meet before, so that none waits in MPI for one that will not come: a rank that fails earlier says so. They meet again
    before it is freed: MPI uses its number for the next one, which would receive what a slower rank still sends to this one.
    """

    def __init__(self, world, interruption):
        self._world = world
        self._interruption = interruption
        self.begin(None, ALONE, b"")

    def begin(self, sequence, place, uid):
        self.place = place
        self._sequence = sequence
        self.uid = uid
        self._has_met = False
        self._created = None
        # Why the interpreter must not run another task.
        self.leaving = None

    def suspend(self):
        return self.place, self._sequence, self.uid, self._has_met, self._created, self.leaving

    def resume(self, before):
        self.place, self._sequence, self.uid, self._has_met, self._created, self.leaving = before

    def get(self):
        """The communicator of the running task, which is this task's alone."""
        if self.place.size == 1:
            return _own()
        self.meet(True)
        return self._created

    def meet(self, creates=False):
        """Waits for the other ranks; raises an error if one of them has failed already."""
        if self._world is None or not self.place.members:
            raise invalid(
                f"the task wants an MPI communicator of {self.place.size} ranks, but {interpreter()} is not one of several MPI ranks;"
                " start the worker with --mpi"
            )
        # A cancel comes after it: a rank that has said that it takes part must do so.
        self._interruption.without(self._meet_and_create if creates else self._meet)

    def _meet_and_create(self):
        self._meet()
        self._created = self._world.communicator(list(self.place.members), self._tag())

    def _meet(self):
        self._has_met = True
        met = self._meeting(True, self._is_canceled_for_long())
        if met is None:
            self.leaving = "it was cancelled before all of its ranks had begun"
        if not met:
            self.place = self.place._replace(members=())
            raise TaskError("rank_lost", "no communicator", "another rank of the task has ended before it took part in the communicator")

    def _is_canceled_for_long(self):
        since = None

        def answer():
            nonlocal since
            if self._sequence not in self._interruption.canceled:
                return False
            since = since or monotonic()
            return monotonic() - since > _CANCEL_SECONDS

        return answer

    def is_due(self, asks):
        """Whether `part` has something to do. asks() = whether a task that has failed before it met the others would have done so."""
        if self._world is None or self.place.size == 1 or not self.place.members or self._world.is_finalized():
            return False
        return self._has_met or asks()

    def part(self):
        """Called when the worker knows the end of this rank: the others may end much later, and the worker may end them."""
        if not self._has_met:
            deadline = monotonic() + _REFUSAL_SECONDS
            if self._meeting(False, lambda: monotonic() > deadline) is None:
                self.leaving = "other ranks of the task have not begun"
        elif self._created is not None:
            self._meeting(True, lambda: False)
            self._world.free(self._created)
            self._created = None

    def _meeting(self, ready, gives_up):
        return self._world.meet(self.place.members, self.place.rank, self._tag(), ready, gives_up)

    def _tag(self):
        return crc32(self.uid) & _TAGS


def _own():
    set_before = os.environ.get(_ISOLATED)
    os.environ[_ISOLATED] = "1"
    try:
        from mpi4py import MPI
    except ImportError as error:
        message = f"the task asks for mpi4py, which does not load in {interpreter()}: {error}"
        raise TaskError("startup", "no communicator", message) from None
    finally:
        if set_before is None:
            del os.environ[_ISOLATED]
        else:
            os.environ[_ISOLATED] = set_before
    return MPI.COMM_SELF
