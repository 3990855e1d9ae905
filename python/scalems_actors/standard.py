"""Modules of the standard library that the agent uses.

They are loaded before directories of the user go in front of the search path, where a file may have the name of one of them.
"""

import base64  # noqa: F401
import difflib  # noqa: F401
import importlib
import inspect  # noqa: F401
import pickle  # noqa: F401
import sys
import traceback  # noqa: F401

_path = list(sys.path)


def load(name):
    """A module that takes too long to load for tasks that do not need it."""
    module = sys.modules.get(name)
    if module is None:
        path = sys.path[:]
        sys.path[:] = _path
        try:
            module = importlib.import_module(name)
        finally:
            sys.path[:] = path
    return module
