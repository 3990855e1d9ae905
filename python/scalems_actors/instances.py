"""The one instance of each class whose methods tasks call."""

from .errors import invalid


class Instances:
    """Creates an instance for the first task that needs it; if that fails, the next task tries again."""

    def __init__(self, on_creation):
        self._kept = {}
        self._on_creation = on_creation

    def of(self, kind):
        if kind not in self._kept:
            required = _required(kind)
            if required:
                raise invalid(
                    f"class {kind.__qualname__} of {kind.__module__} must be constructible without arguments;"
                    f" its constructor requires {', '.join(required)}"
                )
            self._kept[kind] = kind()
            self._on_creation()
        return self._kept[kind]


def _required(kind):
    from inspect import signature

    try:
        parameters = signature(kind).parameters.values()
    except (TypeError, ValueError):
        # A class in C without a signature: its own error says what it wants.
        return []
    return [one.name for one in parameters if one.default is one.empty and one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)]
