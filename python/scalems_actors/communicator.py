"""The MPI communicator of a task with one rank."""

import os

from .errors import TaskError, interpreter

# Open MPI starts a helper process for a program without mpirun; it would be a child that a task leaves. This forbids it.
_ISOLATED = "OMPI_MCA_ess_singleton_isolated"


def add_communicator(name, args, kwargs):
    """Adds MPI.COMM_SELF: as the last positional argument if the name is empty, else as the argument of that name."""
    set_before = os.environ.get(_ISOLATED)
    os.environ[_ISOLATED] = "1"
    try:
        from mpi4py import MPI
    except ImportError as error:
        message = f"comm_arg_name asks for mpi4py, which does not load in {interpreter()}: {error}"
        raise TaskError("startup", "no communicator", message) from None
    finally:
        if set_before is None:
            del os.environ[_ISOLATED]
        else:
            os.environ[_ISOLATED] = set_before
    if name:
        kwargs[name] = MPI.COMM_SELF
    else:
        args.append(MPI.COMM_SELF)
