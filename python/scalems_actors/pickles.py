"""Pickles of values that have no JSON form."""

import pickle
import sys
from collections.abc import Iterator
from contextlib import nullcontext

from .values import NotSerializable

# Protocol 5 is known to every Python that the agent runs on.
_PROTOCOL = 5
# How deep the search goes for the part of a value that cannot be pickled.
_SEARCH_DEPTH = 8


def dumps(value, path):
    """The pickle of a value. A file in it that the worker is to take is an error: nobody would find it there."""
    files = sys.modules.get("scalems_actors.output_file")
    with nullcontext() if files is None else files.refused_in_pickles():
        return _dumps(value, path)


def _dumps(value, path):
    try:
        return pickle.dumps(value, _PROTOCOL)
    except Exception as error:
        reason = error
    by_value = _by_value()
    if by_value is not None:
        try:
            return by_value.dumps(value, protocol=_PROTOCOL)
        except Exception as error:
            reason = error
    raise _not_serializable(value, path, reason) from None


def _by_value():
    """A library that pickles functions and classes by value, if there is one."""
    for name in ("cloudpickle", "dill"):
        try:
            return __import__(name)
        except ImportError:
            continue
    return None


def _not_serializable(value, path, reason):
    part, where = _culprit(value, path, 0)
    kind = type(part)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    text = f"a {name}" + (f" at {where}" if where else "") + f", which cannot be serialized ({reason})"
    return NotSerializable(text, isinstance(part, Iterator))


def _culprit(value, path, depth):
    for part, where in _parts(value, path) if depth < _SEARCH_DEPTH else ():
        try:
            pickle.dumps(part, _PROTOCOL)
        except Exception:
            return _culprit(part, where, depth + 1)
    return value, path


def _parts(value, path):
    if isinstance(value, dict):
        for key, item in value.items():
            yield item, f"{path}.{key}" if isinstance(key, str) else f"{path}[{key!r}]"
    elif isinstance(value, (list, tuple, set, frozenset)):
        for index, item in enumerate(value):
            yield item, f"{path}[{index}]"
    elif isinstance(getattr(value, "__dict__", None), dict) and not isinstance(value, type) and not callable(value):
        for name, item in vars(value).items():
            yield item, f"{path}.{name}"
