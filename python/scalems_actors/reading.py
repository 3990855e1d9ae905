"""Values from their JSON form; see `values` for the other direction."""

from base64 import b64decode

# The bytes beside the task that is being read; texts name them "#0", "#1" and so on.
parts = ()


class Unreadable(Exception):
    """An object with a "$" key whose content is not what that key asks for."""


def decode(value, path):
    """Replaces every tagged object in a parsed JSON value. Goes from the outside in, because "$object" protects what it holds."""
    kind = type(value)
    if kind is dict:
        if len(value) == 1:
            key, content = next(iter(value.items()))
            reader = _READERS.get(key)
            if reader is not None:
                return _read(reader, key, content, path)
        return {key: decode(item, path) if type(item) in _CONTAINERS else item for key, item in value.items()}
    if kind is list and not _CONTAINERS.isdisjoint(map(type, value)):
        return [decode(item, path) if type(item) in _CONTAINERS else item for item in value]
    return value


def _read(reader, key, content, path):
    try:
        return reader(content, path)
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(f"a {key} in {path} cannot be read: {type(error).__name__}: {error}") from error


def _data(text):
    """The bytes of a base64 text, or those beside it."""
    if parts and text.startswith("#"):
        return parts[int(text[1:])]
    return b64decode(text, validate=True)


def _bytes(content, path):
    return bytes(_data(content))


def _float(content, path):
    if content not in ("nan", "inf", "-inf"):
        raise ValueError(f"{content!r} is not one of nan, inf, -inf")
    return float(content)


def _complex(content, path):
    real, imaginary = (decode(part, path) for part in content)
    return complex(real, imaginary)


def _array(content, path):
    import numpy

    dtype, data = numpy.dtype(content["dtype"]), _data(content["data"])
    shape = content.get("shape")
    if shape is None:
        return numpy.frombuffer(data, dtype, 1)[0]
    # A bytearray makes the array writable without a copy.
    return numpy.ndarray(shape, dtype, bytearray(data)) if data else numpy.empty(shape, dtype)


def _encoded(content, path):
    from .encoders import decoder

    return decoder(content["type"])(decode(content["value"], path))


def _pickle(content, path):
    import pickle

    return pickle.loads(_data(content))


def _object(content, path):
    return {key: decode(item, path) for key, item in content.items()}


_CONTAINERS = frozenset((dict, list))
_READERS = {
    "$bytes": _bytes,
    "$float": _float,
    "$complex": _complex,
    "$numpy": _array,
    "$encoded": _encoded,
    "$pickle": _pickle,
    "$object": _object,
}
