"""Python values as JSON: plain JSON values as they are, everything else as an object with one key that starts with "$"."""

import json
import sys
from base64 import b64encode

from .encoders import registered

_SCALARS = frozenset((str, int, bool, float, type(None)))
_STRING = frozenset((str,))
# A reader of JSON in .NET takes 64 levels; an outcome and a message around it take a few.
_DEPTH = 48
_ARRAY_KINDS = "biufcSUmM"
# Fewer bytes than these are not worth a place beside the JSON.
_SHORTEST_PART = 3072
# Takes the longer ones while a value is encoded; None = all become base64.
_parts = None
# Whether the value that is encoded is an argument, which cannot have files that the worker is to take.
_is_argument = False
_KEY_DIGITS = frozenset("0123456789abcdef")

to_json = _dumps = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":")).encode


class NotSerializable(Exception):
    """A value that no form exists for. part: which part of it, and why. is_iterator: whether a list of its items may have a form."""

    def __init__(self, part, is_iterator):
        super().__init__(f"the function returned {part}" + ("; return a list of its items" if is_iterator else ""))
        self.part = part
        self.is_iterator = is_iterator


def encode(value, parts=None, is_argument=False):
    """The JSON text of a value, UTF-8.

    parts: a list that takes long bytes; the text has "#" and their number in their place. None = they become base64 in the text.
    is_argument: True = the value is not a result, so an OutputFile in it is refused.
    """
    kind = type(value)
    if kind is int:
        return b"%d" % value
    try:
        if kind in _SCALARS or _is_plain(value, 0):
            return _dumps(value).encode()
    except ValueError:
        # A float that is not finite, or text that is not Unicode.
        pass
    global _parts, _is_argument
    # An encoder may wait for sub-tasks, which are encoded then, and so are the results of tasks that are nested in this one.
    outer, _parts, _is_argument = (_parts, _is_argument), parts, is_argument
    try:
        return _dumps(_tagged(value, "", 0)).encode()
    except _TooDeep:
        if parts:
            parts.clear()
        return _dumps(_pickled(value, "")).encode()
    finally:
        _parts, _is_argument = outer


def _is_plain(value, depth):
    """Whether JSON keeps the value exactly. `set(map(type, …))` looks at a list of numbers without a Python step for each."""
    kind = type(value)
    if kind is dict:
        if not value:
            return True
        if set(map(type, value)) != _STRING or (len(value) == 1 and next(iter(value)).startswith("$")):
            return False
        value = value.values()
    elif kind is not list and kind is not tuple:
        return False
    if set(map(type, value)) <= _SCALARS:
        return True
    if depth == _DEPTH:
        return False
    for item in value:
        if type(item) not in _SCALARS and not _is_plain(item, depth + 1):
            return False
    return True


class _TooDeep(Exception):
    """The value is nested too deeply for JSON, or contains itself: a pickle holds it as a whole."""


def _tagged(value, path, depth):
    kind = type(value)
    encoder = registered.get(kind)
    if encoder is not None:
        inner = _tagged(encoder(value), path, depth + 1)
        return {"$encoded": {"type": f"{kind.__module__}.{kind.__qualname__}", "value": inner}}
    if kind is float:
        return value if value - value == 0 else {"$float": "nan" if value != value else "inf" if value > 0 else "-inf"}
    if kind is str:
        try:
            value.encode()
            return value
        except UnicodeEncodeError:
            return _pickled(value, path)
    if kind in _SCALARS:
        return value
    if depth > _DEPTH:
        raise _TooDeep
    if kind is list or kind is tuple:
        return [_tagged(item, f"{path}[{index}]", depth + 1) for index, item in enumerate(value)]
    if kind is dict:
        if not set(map(type, value)) <= _STRING or not all(map(_is_unicode, value)):
            return _pickled(value, path)
        members = {key: _tagged(item, f"{path}.{key}", depth + 1) for key, item in value.items()}
        return {"$object": members} if len(members) == 1 and next(iter(members)).startswith("$") and not _is_reference(value) else members
    if kind is bytes or kind is bytearray or kind is memoryview:
        return {"$bytes": _base64(value if kind is bytes else bytes(value))}
    if kind is complex:
        return {"$complex": [_tagged(value.real, path, depth), _tagged(value.imag, path, depth)]}
    numpy = sys.modules.get("numpy")
    if numpy is not None and (kind is numpy.ndarray or isinstance(value, numpy.generic)):
        dtype = value.dtype
        if dtype.kind in _ARRAY_KINDS and dtype.names is None and dtype.subdtype is None:
            content = {"dtype": dtype.str, "data": _base64(value.tobytes())}
            if kind is numpy.ndarray:
                content["shape"] = list(value.shape)
            return {"$numpy": content}
    files = sys.modules.get("scalems_actors.output_file")
    if files is not None and isinstance(value, files.OutputFile):
        return _file(files, value, path)
    return _pickled(value, path)


def _file(files, value, path):
    problem = files.problem_of_argument(value) if _is_argument else files.problem_of_result(value)
    if problem is not None:
        raise NotSerializable("an OutputFile" + (f" at {path}" if path else "") + f", which cannot be sent ({problem})", False)
    return {"$file": {"path": value.shared_path()}}


def _is_reference(value):
    """Whether a dictionary with one key refers to a file that was a result."""
    key = value.get("$file")
    return type(key) is str and len(key) == 64 and _KEY_DIGITS.issuperset(key)


def _is_unicode(text):
    try:
        text.encode()
        return True
    except UnicodeEncodeError:
        return False


def _base64(data):
    if _parts is not None and len(data) >= _SHORTEST_PART:
        _parts.append(data)
        return f"#{len(_parts) - 1}"
    return b64encode(data).decode("ascii")


def _pickled(value, path):
    from .pickles import dumps

    return {"$pickle": _base64(dumps(value, path))}
