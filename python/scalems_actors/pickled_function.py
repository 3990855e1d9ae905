"""Functions that travel as base64 of a pickle, in the form of RADICAL-Pilot's PythonTask."""

import base64
import pickle

from .errors import TaskError, interpreter, invalid


def read_function(text, args, kwargs):
    """(function, None, args, kwargs), or None if the text is not in that form. Arguments in the pickle come first."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    # Every pickle of protocol 2 or later starts with this opcode.
    if not data.startswith(b"\x80"):
        return None
    task = _load(data)
    if type(task) is not dict or "func" not in task:
        raise invalid("the pickle in function is not an object with the key func")
    function = task["func"]
    if isinstance(function, bytes):
        function = _load(function)
    if not callable(function):
        raise invalid(f"func in the pickle is a {type(function).__name__}, not a function")
    return function, None, [*(task.get("args") or ()), *args], {**kwargs, **(task.get("kwargs") or {})}


def _load(data):
    try:
        return pickle.loads(data)
    except Exception as error:
        by_dill = _by_dill(data)
        if by_dill is not None:
            return by_dill
        if isinstance(error, ModuleNotFoundError):
            # A pickle by dill or cloudpickle needs that library where it is read; dill's names a module of Python 2.
            missing = "dill" if error.name == "__builtin__" else error.name
            raise TaskError("startup", "pickle cannot be read", f"it needs the module {missing}, which is not in {interpreter()}") from None
        raise invalid(f"the pickle in function cannot be read: {type(error).__name__}: {error}") from None


def _by_dill(data):
    """dill replaces some lookups while it reads."""
    try:
        import dill

        return dill.loads(data)
    except Exception:
        return None
