"""Puts the state of the process back after each task, so that a task finds what the first one found.

Every check costs well under a microsecond while nothing has changed; only a change pays for its repair.
"""

import _locale
import _signal
import fcntl
import os
import resource
import sys
import warnings

SIGNALS = tuple(
    getattr(_signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGALRM", "SIGCHLD", "SIGPIPE")
)


_LIMITS = (resource.RLIMIT_NOFILE, resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_STACK, resource.RLIMIT_CORE)


def _identity(descriptor):
    """The file behind a descriptor; None = it is closed."""
    try:
        status = os.fstat(descriptor)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _copy(descriptor):
    """A copy of a descriptor, not one of the first three; None = it is closed."""
    try:
        return fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 3)
    except OSError:
        return None


def _directory():
    try:
        return os.getcwd()
    except FileNotFoundError:
        # The task has removed it.
        return None


class ProcessState:
    """The state at a time. `base`: the one that the agent began with; None for that itself."""

    def __init__(self, base):
        self._stdout, self._stderr, self._stdin = sys.stdout, sys.stderr, sys.stdin
        self._shown_environ = os.environ
        # A task may put another object in its place, which programs that it starts do not get.
        self._environ = os.environ if base is None else base._environ
        self._variables = dict(self._environ._data)
        self._path = sys.path
        self._directories = list(sys.path)
        self._arguments = sys.argv
        self._argument_values = list(sys.argv)
        self._filters = list(warnings.filters)
        self._working_directory = os.getcwd() if base is None else _directory()
        self._mask = os.umask(0o022)
        os.umask(self._mask)
        self._streams = tuple(map(_identity, range(3)))
        if base is None:
            self._kept_streams = tuple(map(os.dup, range(3)))
        elif self._streams == base._streams:
            self._kept_streams = base._kept_streams
        else:
            self._kept_streams = tuple(map(_copy, range(3)))
        self._limits = tuple(map(resource.getrlimit, _LIMITS))
        self._nice = os.getpriority(os.PRIO_PROCESS, 0)
        self._recursion_limit = sys.getrecursionlimit()
        self._handlers = tuple(map(_signal.getsignal, SIGNALS))
        self._locale = _locale.setlocale(_locale.LC_ALL, None)

    def restore(self):
        """Why the state cannot be put back; None if it has been."""
        if sys.stdout is not self._stdout or sys.stderr is not self._stderr or sys.stdin is not self._stdin:
            self._restore_streams()
        if tuple(map(_signal.getsignal, SIGNALS)) != self._handlers:
            self._restore_handlers()
        if _signal.getitimer(_signal.ITIMER_REAL)[0]:
            _signal.setitimer(_signal.ITIMER_REAL, 0)
        if os.environ is not self._shown_environ or self._environ._data != self._variables:
            self._restore_variables()
        if sys.path is not self._path or sys.path != self._directories:
            sys.path = self._path
            sys.path[:] = self._directories
        if sys.argv is not self._arguments or sys.argv != self._argument_values:
            sys.argv = self._arguments
            sys.argv[:] = self._argument_values
        if warnings.filters != self._filters:
            self._restore_filters()
        os.umask(self._mask)
        if "locale" in sys.modules and _locale.setlocale(_locale.LC_ALL, None) != self._locale:
            _locale.setlocale(_locale.LC_ALL, self._locale)
        if sys.getrecursionlimit() != self._recursion_limit:
            sys.setrecursionlimit(self._recursion_limit)
        if tuple(map(_identity, range(3))) != self._streams:
            # A task has closed a descriptor or pointed it elsewhere, as is usual to capture what C code prints.
            for number, kept in enumerate(self._kept_streams):
                if kept is not None:
                    os.dup2(kept, number)
                elif _identity(number) is not None:
                    os.close(number)
        return self._lasting_change() or self._restore_directory()

    def _lasting_change(self):
        """What the task has changed that only another process does not have."""
        if os.getpriority(os.PRIO_PROCESS, 0) != self._nice:
            return "it has changed the priority of its interpreter"
        if tuple(map(resource.getrlimit, _LIMITS)) != self._limits:
            return "it has changed a resource limit of its interpreter"
        return None

    def _restore_streams(self):
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except Exception:
                # The object is the task's: closed, None, or no stream at all. It is replaced either way.
                pass
        sys.stdout, sys.stderr, sys.stdin = self._stdout, self._stderr, self._stdin

    def _restore_handlers(self):
        # A timer of the task would end the process once its handler is gone.
        _signal.setitimer(_signal.ITIMER_REAL, 0)
        for number, handler in zip(SIGNALS, self._handlers):
            if _signal.getsignal(number) is not handler and handler is not None:
                _signal.signal(number, handler)

    def _restore_variables(self):
        os.environ = self._shown_environ
        now, before = self._environ._data, self._variables
        for key in [key for key in now if key not in before]:
            del self._environ[self._environ.decodekey(key)]
        for key, value in before.items():
            if now.get(key) != value:
                self._environ[self._environ.decodekey(key)] = self._environ.decodevalue(value)

    def _restore_filters(self):
        warnings.filters[:] = self._filters
        # Under another name since Python 3.14.
        mutated = getattr(warnings, "_filters_mutated", None) or getattr(warnings, "_filters_mutated_lock_held", None)
        if mutated is not None:
            mutated()

    def _restore_directory(self):
        if self._working_directory in (None, _directory()):
            return None
        try:
            os.chdir(self._working_directory)
            return None
        except OSError as error:
            return f"the working directory of the interpreter is gone: {error}"


class Restoration(ProcessState):
    """What is put back. Variables, module directories and warning filters that an import sets stay, as the import is not repeated.

    So does what the constructor of a kept instance sets.
    """

    def __init__(self):
        super().__init__(None)

    def adopt(self, environment, added):
        """Keeps what an import or a constructor has set; `environment` and the directories `added` are the task's alone."""
        variables = dict(self._environ._data)
        for name in environment:
            key = self._environ.encodekey(name)
            variables.pop(key, None)
            if key in self._variables:
                variables[key] = self._variables[key]
        self._variables = variables
        self._directories = [directory for directory in sys.path if directory not in added]
        self._filters = list(warnings.filters)
