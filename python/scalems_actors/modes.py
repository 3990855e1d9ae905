"""Tasks in other modes than task.function, and those that name a file or a class of the user."""

from functools import partial

from .calls import arguments, decoded
from .errors import invalid
from .mode_registry import BUILT_IN, registered
from .owners import Owners


class Modes:
    """`function` reads a task of mode task.function that names neither; `modules` are those that register modes."""

    def __init__(self, functions, function, directories, modules):
        self._functions = functions
        self._function_elsewhere = function
        self._owners = Owners(functions, directories)
        self._modules = modules
        # Mode -> (dispatcher, its module), as the first task of that mode has found them.
        self._dispatchers = {}
        self._readers = dict(zip(BUILT_IN, (self._function, self._method, self._eval, self._exec)))

    def read(self, mode, task, tagged):
        """(function, module or None, args, kwargs)"""
        if type(mode) is not str:
            raise invalid("mode must be a text")
        # First, because values of the task may be of the user's classes.
        owner = self._owners.of(task)
        dispatcher, module = owner.dispatcher(mode), owner.module
        if dispatcher is None:
            reader = self._readers.get(mode)
            if reader is not None:
                return reader(task, owner, tagged)
            dispatcher, module = self._registered(mode, owner)
        return dispatcher, module, ({key: decoded(value, key) for key, value in task.items()} if tagged else task,), {}

    def _registered(self, mode, owner):
        found = self._dispatchers.get(mode)
        if found is not None:
            return found
        if mode in self._modules:
            name = self._modules[mode]
            module = self._functions.module(name, True)
            if mode not in registered:
                raise invalid(f"module {name} does not register the mode {mode} (scalems_actors.register_mode)")
            found = self._dispatchers[mode] = registered[mode], module
            return found
        if owner.module is not None and mode in registered:
            # The file has registered it when it was imported.
            return registered[mode], owner.module
        known = dict.fromkeys((*BUILT_IN, *self._modules, *owner.modes(), *(registered if owner.module is not None else ())))
        raise invalid(f"mode {mode} is unknown; this interpreter knows {', '.join(known)}")

    def _function(self, task, owner, tagged):
        name = task.get("function")
        if task.get("module") is None and type(name) is str:
            found = owner.function(name)
            if found is not None:
                return found, owner.module, *arguments(task, tagged)
        return self._function_elsewhere(task, tagged, owner.text)

    def _method(self, task, owner, tagged):
        name, module = task.get("method"), task.get("module")
        if type(name) is not str or not name:
            raise invalid("a task description with mode task.method needs the key method")
        if owner.kind is not None:
            if module is not None:
                raise invalid(f"the task names the class of its method twice, by raptor_class and by module ({module})")
        else:
            owner, name = self._class_of(name, module, owner)
        return owner.method(name), owner.module, *arguments(task, tagged)

    def _class_of(self, name, module_name, file):
        """The owner and the name of a method that the task names together with its class."""
        path, _, method = name.rpartition(".")
        if module_name is not None and type(module_name) is not str:
            raise invalid("module must be a text")
        class_name, place = path, f"module {module_name}"
        module = None
        if module_name is None and file.module is not None and hasattr(file.module, path.partition(".")[0]):
            module, place = file.module, file.text
        elif module_name is None:
            module_name, _, class_name = path.rpartition(".")
            place = f"module {module_name}"
        if not class_name or not method or (module is None and not module_name):
            searched = f", nor a class of {file.text}" if file.text else ""
            raise invalid(
                f"method is {name}{searched}; without raptor_class it must be Class.method with the key module, or module.Class.method"
            )
        if module is None:
            module = self._functions.module(module_name, True)
        return self._owners.of_class(module, class_name, place), method

    def _eval(self, task, owner, tagged):
        from .code_text import evaluate

        return partial(evaluate, _code(task), owner.names()), owner.module, (), {}

    def _exec(self, task, owner, tagged):
        from .code_text import execute

        before = task.get("pre_exec") or []
        if type(before) is not list or not all(type(line) is str for line in before):
            raise invalid("pre_exec must be a list of texts")
        return partial(execute, _code(task), before, owner.names()), owner.module, (), {}


def _code(task):
    code = task.get("code")
    if type(code) is not str or not code.strip():
        raise invalid(f"a task description with mode {task['mode']} needs the key code")
    return code
