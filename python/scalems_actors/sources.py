"""Which modules are the user's, and that their imports run the source as it is now."""

import os
from importlib import machinery

_STANDARD = os.path.dirname(os.path.realpath(os.__file__)) + os.sep
_STANDARD_AS_FOUND = os.path.dirname(os.__file__) + os.sep
_ARCHIVE = os.path.dirname(os.path.dirname(__file__)) + os.sep
# How the names of modules begin that are imported from a path; see `user_files`.
FILE_MODULE = "scalems_file_"
_INSTALLED = (f"{os.sep}site-packages{os.sep}", f"{os.sep}dist-packages{os.sep}")


def is_user_source(path, name):
    """Whether the source of a module belongs to the user: not to Python, an installed package, or the agent."""
    if name.startswith(FILE_MODULE):
        return True
    return not (path.startswith((_STANDARD, _STANDARD_AS_FOUND, _ARCHIVE)) or any(part in path for part in _INSTALLED))


def ignore_cached_user_code():
    """Makes imports of user modules compile their source.

    A .pyc in __pycache__ counts as current if the time of the source's last change, in whole seconds, and its size are equal,
    so an edit within the same second that keeps the size would run the old code, whoever wrote the .pyc. The loader of Python
    ignores the .pyc, and writes none, for a source whose state it cannot get. Installed packages keep their .pyc files: they
    are large, and are not edited between two tasks.
    """
    state = machinery.SourceFileLoader.path_stats

    def path_stats(loader, path):
        if is_user_source(path, loader.name):
            raise OSError(f"{path} is compiled from its source")
        return state(loader, path)

    machinery.SourceFileLoader.path_stats = path_stats
