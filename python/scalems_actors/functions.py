"""Finds the function that a task names."""

import sys

from .errors import interpreter, invalid, name_interpreter


class Functions:
    """Finds functions in modules, and lets `on_import` know of each first import."""

    def __init__(self, also_searched, on_import):
        self._also_searched = also_searched
        self.on_import = on_import

    def find(self, module_name, name, is_explicit=False):
        """The function and its module; is_explicit = the task asks for Python, so its module was looked for nowhere else."""
        module = self.module(module_name, is_explicit)
        try:
            function = look_up(module, name)
        except AttributeError:
            raise invalid(f"module {module_name} has no function {name}{nearest(name, module)} ({interpreter()})") from None
        if not callable(function):
            raise invalid(f"{module_name}.{name} is a {type(function).__name__}, not a function")
        return function, module

    def module(self, name, is_explicit):
        module = sys.modules.get(name)
        return self._import(name, is_explicit) if module is None else module

    def _import(self, name, is_explicit):
        from importlib import import_module, invalidate_caches

        if not name or not all(name.split(".")):
            raise invalid(f"'{name}' is not the name of a module")
        # The directories may have changed since they were listed.
        invalidate_caches()
        try:
            module = import_module(name)
        except ModuleNotFoundError as error:
            if error.name is not None and (name + ".").startswith(error.name + "."):
                raise invalid(self._text(error.name, name, is_explicit)) from None
            name_interpreter(error)
            raise
        self.on_import()
        return module

    def _text(self, missing, name, is_explicit):
        wanted = f"no module {missing}" + (f" (of {name})" if missing != name else "")
        return f"{wanted} in {interpreter()}" + (f"; {self._also_searched}" if self._also_searched and not is_explicit else "")


def look_up(place, name):
    """The attribute of that name, which may go through classes: Class.method."""
    for part in name.split(".") if "." in name else (name,):
        place = getattr(place, part)
    return place


def nearest(name, place):
    from difflib import get_close_matches

    names = get_close_matches(name, [candidate for candidate in dir(place) if not candidate.startswith("__")], 3)
    return "; did you mean " + " or ".join(names) + "?" if names else ""
