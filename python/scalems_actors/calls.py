"""What a task's payload asks for: a function, its module, and its arguments."""

import builtins
import json

from .errors import interpreter, invalid
from .frames import RAW, beside

WORK_ITEM, DESCRIPTION = 0, 1

_loads = json.JSONDecoder().decode
_TAG = b'"$'


class Calls:
    """Reads payloads. `prepare` is given the variables of a task before its module is imported.

    directories: where files of tasks are looked up. modules: mode -> the module that registers it. raptor: the keys
    raptor_file and raptor_class of tasks that have neither.
    """

    def __init__(self, functions, prepare, communicators, directories, modules, raptor):
        self._communicators = communicators
        self._functions = functions
        self._prepare = prepare
        self._directories = directories
        self._mode_modules = modules
        self._raptor = raptor
        self._modes = None

    def read(self, form, payload):
        """(function, module or None, args, kwargs)"""
        if form < RAW:
            return self._read(form, payload)
        from . import reading

        document, parts = beside(payload)
        # A task may be nested in one whose arguments are being read: modules are imported meanwhile.
        outer, reading.parts = reading.parts, parts
        try:
            return self._read(form - RAW, document)
        finally:
            reading.parts = outer

    def _read(self, form, payload):
        try:
            task = _loads(payload.decode())
        except ValueError as error:
            raise invalid(f"the task is not JSON: {error}") from None
        if form == WORK_ITEM:
            return self._work_item(task, _TAG in payload)
        if form != DESCRIPTION:
            raise invalid(f"a payload of form {form}; this agent knows 0 (a work item) and 1 (a task description)")
        return self._description(task, _TAG in payload)

    def meets(self, form, payload):
        """Whether the ranks of a task meet before its function begins; known without what the task imports."""
        try:
            if form >= RAW:
                form, payload = form - RAW, beside(payload)[0]
            task = _loads(payload.decode())
            if form == WORK_ITEM:
                return task.get("comm_arg_name") is not None
            if _has_item(task):
                return _item(task["kwargs"]["work_item"]).get("comm_arg_name") is not None
            from .rank_arguments import meets

            return meets(task)
        except Exception:
            # Not even its first parts are as they should be; so it is in the other ranks.
            return False

    def _work_item(self, item, tagged):
        try:
            function, module = item["func"], item["module"]
        except (KeyError, TypeError):
            raise invalid("a work item needs the keys func and module") from None
        if type(function) is not str or type(module) is not str:
            raise invalid("func and module of a work item must be texts")
        args, kwargs = arguments(item, tagged)
        found, owner = self._functions.find(module, function, "runtime" in item)
        communicator = item.get("comm_arg_name")
        if communicator is not None:
            if type(communicator) is not str:
                raise invalid("comm_arg_name must be a text or null")
            if communicator:
                kwargs[communicator] = self._communicators.get()
            else:
                args.append(self._communicators.get())
        return found, owner, args, kwargs

    def _description(self, task, tagged):
        if type(task) is not dict:
            raise invalid("a task description must be a JSON object")
        size = self._communicators.place.size
        ranks = task.get("ranks")
        if ranks not in (size, None):
            raise invalid(f"ranks is {ranks!r}; this interpreter got the task as one with {size}")
        environment = task.get("environment")
        if environment:
            self._prepare(_checked(environment))
        wanted = task.get("use_mpi")
        if (wanted or size > 1) and not _has_item(task):
            from .rank_arguments import add_communicator

            return add_communicator(task, wanted, self._communicators, *self._by_mode(task, tagged))
        return self._by_mode(task, tagged)

    def _by_mode(self, task, tagged):
        mode = task.get("mode", "task.function")
        if self._raptor and not task.get("raptor_file") and not task.get("raptor_class") and (mode != "task.function" or _is_bare(task)):
            task = {**task, **self._raptor}
        if mode != "task.function" or task.get("raptor_file") or task.get("raptor_class"):
            return self._in_mode(mode, task, tagged)
        return self._function(task, tagged)

    def _in_mode(self, mode, task, tagged):
        if self._modes is None:
            from .modes import Modes

            self._modes = Modes(self._functions, self._function, self._directories, self._mode_modules)
        return self._modes.read(mode, task, tagged)

    def _function(self, task, tagged, also_searched=""):
        name = task.get("function")
        if type(name) is not str or not name:
            raise invalid("a task description with mode task.function needs the key function")
        module = task.get("module")
        if _has_item(task):
            return self._work_item(_item(task["kwargs"]["work_item"]), tagged)
        args, kwargs = arguments(task, tagged)
        if module is not None:
            if type(module) is not str:
                raise invalid("module must be a text")
            return (*self._functions.find(module, name, "runtime" in task), args, kwargs)
        return self._named(name, args, kwargs, "runtime" in task, also_searched)

    def _named(self, name, args, kwargs, is_explicit, also_searched):
        """A function by its full name, then a pickled function in place of the name, then a built-in."""
        path, _, last = name.rpartition(".")
        if path and all(part.isidentifier() for part in name.split(".")):
            return (*self._functions.find(path, last, is_explicit), args, kwargs)
        if hasattr(builtins, name):
            return (*self._functions.find("builtins", name), args, kwargs)
        from .pickled_function import read_function

        read = read_function(name, args, kwargs)
        if read is not None:
            return read
        shown = name if len(name) <= 100 else name[:100] + "…"
        elsewhere = f"{also_searched} has none, " if also_searched else ""
        raise invalid(
            f"no function {shown}: {elsewhere}module is not given, the name has no module before a dot, it is not a built-in function,"
            f" and it is not a pickled function ({interpreter()})"
        )


def arguments(task, tagged):
    args, kwargs = task.get("args"), task.get("kwargs")
    if args is None:
        args = []
    elif type(args) is not list:
        raise invalid("args must be a list")
    if kwargs is None:
        kwargs = {}
    elif type(kwargs) is not dict:
        raise invalid("kwargs must be an object")
    if tagged:
        args = decoded(args, "args")
        kwargs = {name: decoded(value, f"kwargs.{name}") for name, value in kwargs.items()}
    return args, kwargs


def decoded(value, path):
    from .reading import Unreadable, decode

    try:
        return decode(value, path)
    except Unreadable as error:
        raise invalid(str(error)) from error.__cause__


def _is_bare(task):
    """Whether a function has a name without a module."""
    name = task.get("function")
    return task.get("module") is None and type(name) is str and "." not in name and not _has_item(task)


def _has_item(task):
    """Whether a description holds a work item, in the form of the SCALE-MS master."""
    kwargs = task.get("kwargs")
    return task.get("function") == "run_in_worker" and task.get("module") is None and type(kwargs) is dict and "work_item" in kwargs


def _item(item):
    if type(item) is str:
        # The form of the command line: the work item as text.
        try:
            item = _loads(item)
        except ValueError as error:
            raise invalid(f"work_item is not JSON: {error}") from None
    if type(item) is not dict:
        raise invalid("work_item must be a JSON object")
    return item


def _checked(environment):
    if type(environment) is not dict:
        raise invalid("environment must be an object")
    for name, value in environment.items():
        if type(value) is not str:
            raise invalid(f"environment.{name} must be a text")
        if not name or "=" in name or "\0" in name or "\0" in value:
            raise invalid(f"environment: {name!r} cannot be set")
    return environment
