"""The error of a task that is not an exception of its own code."""

import sys


class TaskError(Exception):
    """kind: one of the protocol's error kinds. name: a few words that start the text of the error."""

    def __init__(self, kind, name, message, exit_code=1):
        super().__init__(message)
        self.kind = kind
        self.name = name
        self.exit_code = exit_code


def invalid(message):
    return TaskError("invalid", "invalid task", message)


def name_interpreter(error):
    """Adds it to the error of an import, because it matters to whoever installs what is missing."""
    error.msg = f"{error.msg} ({interpreter()})"


def interpreter():
    """How messages name this interpreter."""
    return f"interpreter {sys.executable}, Python {sys.version.split()[0]}"
