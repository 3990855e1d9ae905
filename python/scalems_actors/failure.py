"""The outcome of a task that has failed."""

from .errors import TaskError
from .values import NotSerializable

_SKIPPED = frozenset(("scalems_actors", "asyncio", "importlib"))


def fields(error, function, args, kwargs):
    """The keys of an outcome for what a task's code has raised. `function` is None if it was not found."""
    if isinstance(error, SystemExit):
        return _exit(error)
    if isinstance(error, TaskError):
        return _fields(error.kind, error.name, str(error))
    if isinstance(error, NotSerializable):
        return _fields("invalid", "result cannot be serialized", str(error))
    if type(error) is TypeError and function is not None and _is_of_call(error) and not _binds(function, args, kwargs):
        return _fields("invalid", "invalid task", str(error))
    return _fields("user_error", _name(type(error)), _message(error), traceback(error))


def cut(error, outer):
    """Takes the error that a waiting task handles out of the chain of one that a task nested in it has raised."""
    while error is not None:
        if error.__context__ is outer:
            error.__context__ = None
        error = error.__context__


def too_large(size, limit):
    return _fields(
        "too_large",
        "result too large",
        f"the outcome has {size:,} bytes, more than the limit of {limit:,}; write the data to a file and return its path",
    )


def exit_code(error):
    code = error.code
    return int(code) if isinstance(code, int) else 0 if code is None else 1


def _exit(error):
    code = error.code
    text = f"the task called sys.exit({'' if code is None else int(code) if isinstance(code, int) else repr(code)})"
    return _fields("crash", "process exit", text, exit_code=exit_code(error))


def _fields(kind, name, message, detail=None, exit_code=1):
    found = {"exit_code": exit_code, "exception": f"{name}: {message}" if message else name, "error_kind": kind, "error_type": name}
    if detail:
        found["exception_detail"] = detail
    return found


def _is_of_call(error):
    """Whether the call itself failed: no frame of the function is in the traceback, only those of the agent."""
    last = error.__traceback__
    while last.tb_next is not None:
        last = last.tb_next
    return last.tb_frame.f_globals.get("__name__", "").startswith("scalems_actors.")


def _binds(function, args, kwargs):
    from inspect import signature

    try:
        expected = signature(function)
    except (TypeError, ValueError):
        # A built-in function without a signature: its own error says what it wants.
        return True
    try:
        expected.bind(*args, **kwargs)
        return True
    except TypeError:
        return False


def _name(kind):
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _message(error):
    try:
        return str(error)
    except Exception as second:
        return f"<its text cannot be made: {type(second).__name__}>"


def traceback(error):
    """The traceback from the first frame of the task's code on."""
    from traceback import format_exception

    first = error.__traceback__
    while first is not None and first.tb_frame.f_globals.get("__name__", "").partition(".")[0] in _SKIPPED:
        first = first.tb_next
    try:
        return "".join(format_exception(type(error), error, first))
    except Exception as second:
        return f"the traceback cannot be made: {type(second).__name__}: {second}"
