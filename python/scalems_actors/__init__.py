"""What a function that runs in a ScaleMs worker may use: encoders for its own types, and the check of module versions.

The names are loaded when they are first used, because an agent imports this package while a worker waits for it.
"""

__version__ = "1.0.0"
__all__ = ["SoftwareCompatibilityError", "__version__", "register_encoder"]

_HOMES = {"register_encoder": "encoders", "SoftwareCompatibilityError": "versions"}


def __getattr__(name):
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = globals()[name] = getattr(import_module(f"{__name__}.{home}"), name)
    return value
