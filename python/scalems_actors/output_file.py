"""Files that a task returns."""

import os
import stat
import threading
from contextlib import contextmanager

_KINDS = (
    (stat.S_ISDIR, "a directory"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
_pickles = threading.local()


class OutputFile:
    """A file as a result of a task: `return OutputFile("trajectory.xtc")`.

    path: a text or an os.PathLike, resolved against the working directory when the object is created. ValueError if it is empty or not
    UTF-8.

    It may be the task's value, or in lists, tuples and dictionaries with texts as keys, and in what encoders of registered types return;
    in other objects, which are pickled, it is an error. The record of the task then has {"$file": key, "size": bytes} in its place. A
    task that gets this value as an argument finds a text there: the path of a copy of the file, which it must not change.

    The file must be a regular one, or a link to one, when the function returns, else the task is FAILED. It must stay until the worker
    has copied it, which is after the task has ended: one in a tempfile.TemporaryDirectory that the function leaves is gone by then. The
    working directory is put back after the task, but files stay where they are.

    It cannot be an argument of a sub-task. What run_task and call return in place of an OutputFile can.
    """

    # Where users find it.
    __module__ = "scalems_actors"
    __slots__ = ("path",)

    def __init__(self, path):
        text = os.fspath(path)
        if isinstance(text, bytes):
            raise TypeError(f"OutputFile: the path {text!r} must be a text, not bytes")
        if not text:
            raise ValueError("OutputFile: the path is empty")
        if "\0" in text:
            raise ValueError(f"OutputFile: the path {text!r} has a character 0")
        self.path = os.path.join(os.getcwd(), text)
        self.shared_path()

    def __fspath__(self):
        return self.path

    def __repr__(self):
        return f"OutputFile({self.path!r})"

    def __eq__(self, other):
        return self.path == other.path if isinstance(other, OutputFile) else NotImplemented

    def __hash__(self):
        return hash(self.path)

    def __reduce__(self):
        # Pickles of the task's own may have it, as those that processes of a pool send.
        if getattr(_pickles, "are_refused", False):
            raise TypeError(
                f"the file {self.path} is in a value that is pickled; a file may be in lists, tuples, dictionaries with texts as keys,"
                " and in what registered encoders return"
            )
        return type(self), (self.path,)

    def shared_path(self):
        """The path as the worker knows it, which takes names of files to be UTF-8 whatever the locale of this process."""
        try:
            return os.fsencode(self.path).decode()
        except UnicodeError:
            raise ValueError(f"OutputFile: the path {self.path!r} is not UTF-8; rename the file or its directories") from None


@contextmanager
def refused_in_pickles():
    """Lets the pickling of an OutputFile fail, in this thread."""
    before = getattr(_pickles, "are_refused", False)
    _pickles.are_refused = True
    try:
        yield
    finally:
        _pickles.are_refused = before


def problem_of_argument(file):
    return (
        f"the file {file.path} must be the result of a task before it can be an argument; pass its path, or what a sub-task has returned"
        " for it"
    )


def problem_of_result(file):
    """Why the worker cannot take the file; None if it can."""
    path = file.path
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        if os.path.islink(path):
            return f"the link {path} leads to no file"
        return f"there is no file {path}; it must stay until the worker has copied it, after the task has ended"
    except OSError as error:
        return f"the file {path} cannot be found: {error.strerror}"
    if not stat.S_ISREG(mode):
        kind = next((name for matches, name in _KINDS if matches(mode)), "something else")
        return f"{path} is {kind}, not a file" + ("; return a list of the files in it" if stat.S_ISDIR(mode) else "")
    if not os.access(path, os.R_OK):
        return f"the file {path} cannot be read: permission denied"
    return None
