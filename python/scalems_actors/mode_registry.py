"""The modes of tasks: those that an interpreter has itself, and those that modules of users register."""

BUILT_IN = ("task.function", "task.method", "task.eval", "task.exec")

registered = {}


def register_mode(name, dispatcher):
    """Lets tasks of one more mode run in this interpreter.

    name: the value of the key mode of such tasks.
    dispatcher: takes the task description as a dict, its values decoded, and returns the value of the task, or a coroutine.
    """
    check_mode(name, dispatcher)
    if name in BUILT_IN:
        raise ValueError(f"register_mode: {name} is a mode that every interpreter has; only a raptor_class can replace it")
    registered[name] = dispatcher


def check_mode(name, dispatcher):
    if not isinstance(name, str) or not name:
        raise TypeError(f"register_mode: the name of a mode must be a text, not {name!r}")
    if not callable(dispatcher):
        raise TypeError(f"register_mode: the dispatcher of {name} must be callable, not a {type(dispatcher).__name__}")
