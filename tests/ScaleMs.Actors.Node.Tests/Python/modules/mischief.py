"""Functions that tests call: well-behaved ones, and ones that harm the interpreter they run in."""

import asyncio
import ctypes
import os
import signal
import sys
import threading
import time


def echo(value=None):
    return value


def add(*numbers):
    return sum(numbers)


def type_name(value):
    return type(value).__name__


async def later(value):
    await asyncio.sleep(0)
    return value


def leave(code):
    sys.exit(code)


def leave_at_once(code):
    os._exit(code)


def kill():
    os.kill(os.getpid(), signal.SIGKILL)


def crash():
    print("last words", flush=True)
    ctypes.string_at(0)


def fail(text):
    raise ValueError(text)


def unserializable():
    return threading.Lock()


def sleep(seconds):
    print("begun", flush=True)
    time.sleep(seconds)


def deaf():
    """Holds the interpreter's lock in C code, so that nothing in the interpreter can act."""
    libc = ctypes.PyDLL(None)
    libc.sleep(60)


def deaf_of(path):
    """As deaf, after it has written the interpreter's process id."""
    with open(path, "w", encoding="utf-8") as file:
        file.write(str(os.getpid()))
    deaf()


def print_everywhere(text):
    print(text)
    os.write(1, f"{text} from C\n".encode())
    os.system(f"echo {text} from a shell >&2")


def variable(name):
    return os.environ.get(name)


def interpreter():
    return [sys.executable, os.environ.get("CONDA_PREFIX"), os.environ.get("VIRTUAL_ENV")]


def process():
    return os.getpid()


def change_everything():
    os.chdir("/")
    os.environ["LEFT_OVER"] = "1"
    sys.path.insert(0, "/left/over")
    sys.stdout = None


def left_over():
    return [os.getcwd() == "/", "LEFT_OVER" in os.environ, "/left/over" in sys.path, sys.stdout is None]


class Point:
    def __init__(self, x):
        self.x = x


def point(x):
    return Point(x)


def x_of(value):
    return value.x


def append(path, number):
    with open(path, "a", encoding="utf-8") as file:
        file.write(f"{number}\n")
    return number


def wait_for(path):
    while not os.path.exists(path):
        time.sleep(0.02)
    return True


def slow_append(path, number):
    time.sleep(0.2)
    return append(path, number)


class Counter:
    """Keeps its count between tasks."""

    def __init__(self):
        self.count = 0

    def add(self, number):
        self.count += number
        return self.count
