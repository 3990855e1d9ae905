"""How functions of task descriptions get a communicator: as RADICAL-Pilot's raptor passes it."""

from .errors import invalid

# Their code is no function, and has no parameters.
_CODE_MODES = ("task.eval", "task.exec")
_NAME = "comm"


def meets(task):
    """Whether the ranks of such a task meet before its function begins."""
    return task.get("use_mpi") is not False and task.get("mode") not in _CODE_MODES


def add_communicator(task, wanted, communicators, function, module, args, kwargs):
    """Adds it if the description wants it, or if it does not say and the function takes one. Returns all but the first three."""
    if wanted not in (None, True, False):
        raise invalid("use_mpi must be true, false or null")
    if not meets(task):
        if wanted:
            raise invalid(f"use_mpi is true, but code of mode {task['mode']} gets no communicator")
        return function, module, args, kwargs
    if wanted or _takes_one(function, args, kwargs, module):
        return function, module, *_with(communicators.get(), args, kwargs, module)
    if communicators.place.members:
        communicators.meet()
    return function, module, args, kwargs


def _takes_one(function, args, kwargs, module):
    return _is_left_out(args, kwargs, module) or (_first_parameter(function) == _NAME and _NAME not in kwargs)


def _is_left_out(args, kwargs, module):
    """Whether the place of the communicator holds None; only pickled functions, which have no module, have a place for it."""
    return kwargs.get(_NAME, "") is None or (module is None and bool(args) and args[0] is None)


def _with(communicator, args, kwargs, module):
    if kwargs.get(_NAME, "") is None:
        return args, {**kwargs, _NAME: communicator}
    if _is_left_out(args, kwargs, module):
        return [communicator, *args[1:]], kwargs
    return [communicator, *args], kwargs


def _first_parameter(function):
    from inspect import signature

    try:
        return next(iter(signature(function).parameters), None)
    except (TypeError, ValueError):
        # A function in C without a signature.
        return None
