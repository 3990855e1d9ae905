"""Encoders that user code registers for its own types."""

import sys

registered = {}
_by_name = {}
# A parameter of register_encoder has the name of the built-in.
_CLASS = type


def register_encoder(type, encode, decode):
    """Lets values of a type travel as text instead of as pickles.

    type: the class; its subclasses are not covered.
    encode: takes a value, returns one that can be encoded (JSON values, bytes, arrays, other registered types).
    decode: takes what `encode` returned, returns the value.
    Call it where the class is defined: reading a value imports that module first.
    """
    if not isinstance(type, _CLASS):
        raise TypeError(f"register_encoder: {type!r} is not a class")
    if not callable(encode) or not callable(decode):
        raise TypeError(f"register_encoder: encode and decode of {type_name(type)} must be callable")
    registered[type] = encode
    _by_name[type_name(type)] = decode



def type_name(type):
    return f"{type.__module__}.{type.__qualname__}"


def decoder(name):
    """The decoder of a type that is named as in `type_name`; imports the module that it is defined in."""
    if name not in _by_name:
        from importlib import import_module

        parts = name.split(".")
        # The longest leading part that is a module: classes may be nested in classes.
        for count in range(len(parts) - 1, 0, -1):
            module = ".".join(parts[:count])
            try:
                if module not in sys.modules:
                    import_module(module)
                break
            except ModuleNotFoundError as error:
                if error.name is None or not (module + ".").startswith(error.name + "."):
                    raise
    try:
        return _by_name[name]
    except KeyError:
        raise ValueError(f"no encoder is registered for {name}; its module must call scalems_actors.register_encoder") from None
