"""What code that runs in a ScaleMs worker may use: sub-tasks, files as results, encoders for its own types, modes of tasks,
and the check of module versions.

The names are loaded when they are first used, because an agent imports this package while a worker waits for it.
"""

__version__ = "1.0.0"
__all__ = [
    "OutputFile",
    "SoftwareCompatibilityError",
    "SubTask",
    "SubTaskError",
    "Worker",
    "__version__",
    "call",
    "register_encoder",
    "register_mode",
    "run_task",
    "submit_task",
    "wait_all",
]

_HOMES = {
    "OutputFile": "output_file",
    "register_encoder": "encoders",
    "register_mode": "mode_registry",
    "SoftwareCompatibilityError": "versions",
    "Worker": "worker",
    "SubTask": "subtasks",
    "SubTaskError": "subtasks",
    "call": "subtasks",
    "run_task": "subtasks",
    "submit_task": "subtasks",
    "wait_all": "subtasks",
}


def __getattr__(name):
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = globals()[name] = getattr(import_module(f"{__name__}.{home}"), name)
    return value
