"""Sub-tasks as the master takes them."""

import sys
from collections.abc import Mapping

from .calls import DESCRIPTION, WORK_ITEM
from .functions import look_up
from .sources import FILE_MODULE
from .values import NotSerializable, encode, to_json


def payload_of(task):
    """(form, JSON) of a work item, which has the key func, or of a task description."""
    if not isinstance(task, Mapping):
        kind = type(task).__name__
        raise TypeError(f"a task must be a dict, a work item or a task description, not a {kind}; for functions there is call")
    parts = []
    for key, value in task.items():
        if type(key) is not str:
            raise TypeError(f"the keys of a task must be texts, not {key!r}")
        if key == "args" and isinstance(value, (list, tuple)):
            text = b"[" + b",".join([_encoded(item, f"args[{index}]") for index, item in enumerate(value)]) + b"]"
        elif key == "kwargs" and isinstance(value, Mapping):
            text = b"{" + b",".join([_member(name, item, f"kwargs.{name}") for name, item in value.items()]) + b"}"
        else:
            text = _encoded(value, key)
        parts.append(to_json(key).encode() + b":" + text)
    return WORK_ITEM if "func" in task else DESCRIPTION, b"{" + b",".join(parts) + b"}"


def task_of(function, args, kwargs):
    """The task that calls a function, which other processes find by its name."""
    module, name = getattr(function, "__module__", None), getattr(function, "__qualname__", None)
    if type(module) is not str or type(name) is not str:
        raise ValueError(f"{function!r} has no module and name by which another process can find it; call needs a function of a module")
    if module == "__main__" or "<" in name or not _is_found(function, module, name):
        raise ValueError(
            f"another process cannot find {module}.{name}: call needs a function that is defined in a module, by the name that it has"
            " there; lambdas, functions in functions, bound methods and those of code that is text have none"
        )
    if module.startswith(FILE_MODULE):
        path = sys.modules[module].__spec__.origin
        return {"mode": "task.function", "raptor_file": path, "function": name, "args": args, "kwargs": kwargs}
    return {"func": name, "module": module, "args": args, "kwargs": kwargs, "comm_arg_name": None}


def _is_found(function, module, name):
    try:
        return look_up(sys.modules[module], name) is function
    except (KeyError, AttributeError):
        return False


def _member(name, value, path):
    if type(name) is not str:
        raise TypeError(f"the keys of kwargs must be texts, not {name!r}")
    return to_json(name).encode() + b":" + _encoded(value, path)


def _encoded(value, path):
    try:
        return encode(value, is_argument=True)
    except NotSerializable as error:
        advice = "; pass a list of its items" if error.is_iterator else ""
        raise ValueError(f"{path} of the task is {error.part}{advice}") from None
