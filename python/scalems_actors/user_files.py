"""Imports Python files that tasks name by their path."""

import os
import sys
from hashlib import sha256

from .errors import invalid, name_interpreter
from .sources import FILE_MODULE


class UserFiles:
    """The modules of files; a file that fails is tried again by the next task."""

    def __init__(self, directories, on_import):
        self._directories = directories
        self._on_import = on_import
        self._modules = {}

    def load(self, path):
        module = self._modules.get(path)
        if module is None:
            found = self._locate(path)
            name = _module_name(found)
            module = self._modules[path] = sys.modules.get(name) or self._import(name, found)
        return module

    def _locate(self, path):
        if not path.endswith(".py"):
            raise invalid(f"raptor_file is {path}; it must be the path of a .py file")
        # An absolute path replaces the directory that it is joined with.
        directories = ("",) if os.path.isabs(path) else self._directories
        for directory in directories:
            candidate = os.path.abspath(os.path.join(directory, path))
            if os.path.isfile(candidate):
                return candidate
        searched = "" if os.path.isabs(path) else f" in {', '.join(directories) or 'any directory, as none is searched'}"
        raise invalid(f"no file {path}{searched} (raptor_file)")

    def _import(self, name, path):
        from importlib import invalidate_caches
        from importlib.util import module_from_spec, spec_from_file_location

        # The directories may have changed since they were listed.
        invalidate_caches()
        spec = spec_from_file_location(name, path)
        module = module_from_spec(spec)
        directory = os.path.dirname(path)
        # Before it runs: dataclasses, among others, look for the module of a class while that is made.
        sys.modules[name] = module
        sys.path.insert(0, directory)
        try:
            spec.loader.exec_module(module)
        except BaseException as error:
            sys.modules.pop(name, None)
            if isinstance(error, ModuleNotFoundError):
                name_interpreter(error)
            raise
        finally:
            if directory in sys.path:
                sys.path.remove(directory)
        self._on_import()
        return module


def _module_name(path):
    """Differs for files of the same name, and shows that name in errors."""
    stem = os.path.basename(path)[: -len(".py")]
    shown = "".join(character if character.isalnum() else "_" for character in stem)
    return f"{FILE_MODULE}{sha256(os.fsencode(path)).hexdigest()[:12]}_{shown}"
