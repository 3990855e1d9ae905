"""What a task's raptor_file and raptor_class stand for."""

from .errors import invalid
from .functions import look_up, nearest
from .instances import Instances
from .user_files import UserFiles


class Owner:
    """A module, and the kept instance of a class in it; `module` and `kind` are None if the task does not name them."""

    def __init__(self, text="", module=None, kind=None, instance=None):
        # How an error says where a name was looked up.
        self.text = text
        self.module = module
        self.kind = kind
        self._instance = instance

    def function(self, name):
        """A function of the module, else a method of the instance; None if there is neither."""
        for place in (self.module,) if self.kind is None else (self.module, self._instance):
            try:
                found = look_up(place, name)
            except AttributeError:
                continue
            if callable(found):
                return found
        return None

    def method(self, name):
        try:
            found = look_up(self._instance, name)
        except AttributeError:
            raise invalid(f"{self.text} has no method {name}{nearest(name, self._instance)}") from None
        if not callable(found):
            raise invalid(f"{name} of {self.text} is a {type(found).__name__}, not a method")
        return found

    def modes(self):
        """Those that the instance has registered."""
        return tuple(self._instance._dispatchers()) if self._is_worker() else ()

    def dispatcher(self, mode):
        return self._instance.get_dispatcher(mode) if self._is_worker() else None

    def names(self):
        """A new namespace for code. That of a module is copied, so that what the code assigns does not stay."""
        names = {"__name__": "__main__"} if self.module is None else dict(vars(self.module))
        if self.kind is not None:
            names["self"] = self._instance
        return names

    def _is_worker(self):
        if self.kind is None:
            return False
        from .worker import Worker

        return isinstance(self._instance, Worker)


class Owners:
    """Finds owners, and methods of classes that have none."""

    def __init__(self, functions, directories):
        self._functions = functions
        self._files = UserFiles(directories, functions.on_import)
        self._instances = Instances(functions.on_import)

    def of(self, task):
        path, name = _text_or_none(task, "raptor_file"), _text_or_none(task, "raptor_class")
        if not path and not name:
            return Owner()
        module = self._files.load(path) if path else None
        if not name:
            return Owner(f"file {path}", module)
        place = f"file {path}"
        if module is None:
            module_name, _, class_name = name.rpartition(".")
            if not module_name:
                raise invalid(f"raptor_class is {name}; without raptor_file it must name a module too, as in mymodule.{name}")
            module, place, name = self._functions.module(module_name, True), f"module {module_name}", class_name
        return self.of_class(module, name, place)

    def of_class(self, module, name, place):
        """The owner that a class in a module is, with the instance that all tasks share."""
        kind = _class(module, name, place)
        return Owner(f"class {name} of {place}", module, kind, self._instances.of(kind))


def _class(module, name, place):
    try:
        found = look_up(module, name)
    except AttributeError:
        raise invalid(f"{place} has no class {name}{nearest(name, module)}") from None
    if not isinstance(found, type):
        raise invalid(f"{name} of {place} is a {type(found).__name__}, not a class")
    return found


def _text_or_none(task, key):
    value = task.get(key)
    if value is not None and type(value) is not str:
        raise invalid(f"{key} must be a text")
    return value
