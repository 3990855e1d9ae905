"""Which code a module is: a version that changes when the module, or a user module that it imports, changes."""

import json
import os
import sys

from . import frames
from .sources import FILE_MODULE, is_user_source

_PYTHON = "Python " + sys.version.split()[0]


class Codes:
    """The numbers of the code that this interpreter has announced."""

    def __init__(self):
        self._numbers = {}
        self._announced = 0
        self._unsent = []

    def number(self, module):
        """The code number of a module; the first time, its frame joins those to send."""
        name = module.__name__
        known = self._numbers.get(name)
        if known is not None and known[0] is module:
            return known[1]
        if self._announced == 0xFFFF:
            # The protocol has no more numbers; 0 = none.
            return 0
        version, files = identify(module)
        shown = source_of(name) if name.startswith(FILE_MODULE) else name
        identity = {"module": "python:" + shown, "version": version, "files": files}
        # A cancel may end this method anywhere: the number is counted together with the frame.
        self._unsent.append(frames.frame(frames.CODE, json.dumps(identity).encode()))
        number = self._announced + len(self._unsent)
        self._numbers[name] = (module, number)
        return number

    @property
    def are_new(self):
        """Whether there are frames to send."""
        return bool(self._unsent)

    def take_frames(self):
        unsent, self._unsent = self._unsent, []
        self._announced += len(unsent)
        return b"".join(unsent)


def identify(module):
    """(version, files)"""
    source = source_of(module.__name__)
    if source is not None and is_user_source(source, module.__name__):
        from .user_code import fingerprint

        digest, files = fingerprint(module.__name__)
        return f"{digest} {_PYTHON}", files
    top = sys.modules.get(module.__name__.partition(".")[0])
    version = getattr(top, "__version__", None)
    return f"{version} {_PYTHON}" if isinstance(version, str) else _PYTHON, []


def source_of(name):
    """The path of a loaded module's source; None if it has none."""
    spec = getattr(sys.modules.get(name), "__spec__", None)
    origin = getattr(spec, "origin", None)
    return os.path.abspath(origin) if getattr(spec, "has_location", False) and origin.endswith(".py") else None
