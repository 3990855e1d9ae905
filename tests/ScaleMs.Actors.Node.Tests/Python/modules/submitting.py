"""Functions that submit tasks."""

import os

import scalems_actors


def fibonacci(n):
    return n if n < 2 else scalems_actors.call(fibonacci, n - 1) + scalems_actors.call(fibonacci, n - 2)


def tree(n):
    """As fibonacci, but no two tasks are one."""
    if n < 2:
        return n
    tasks = [
        scalems_actors.submit_task({"mode": "task.function", "module": "submitting", "function": "tree", "args": [k], "fresh": True})
        for k in (n - 1, n - 2)
    ]
    return sum(record["return_value"] for record in scalems_actors.wait_all(tasks))


def shell(command):
    return scalems_actors.run_task({"mode": "task.shell", "command": command})["stdout"]


def leave(code):
    os._exit(code)


def record_of_leave(code):
    record = scalems_actors.run_task({"func": "leave", "module": "submitting", "args": [code]})
    return [record["state"], record["error_kind"]]


def refused():
    return scalems_actors.run_task({"mode": "task.shell"})["error_kind"]


def forever(path):
    record = {"mode": "task.shell", "command": f"echo $$ > {path}; exec sleep 600"}
    return scalems_actors.run_task(record)["state"]
