"""The processes of this machine, as /proc shows them."""

import os
from collections import namedtuple

# start: when it started, in ticks since the machine did; with it, a number that is used again is another process.
Process = namedtuple("Process", "parent state group start")


def table():
    """{number: Process}"""
    found = {}
    for name in os.listdir("/proc"):
        if name.isdecimal():
            try:
                with open(f"/proc/{name}/stat", "rb") as stat:
                    # The name of the program stands in parentheses and may contain spaces and parentheses itself.
                    fields = stat.read().rpartition(b")")[2].split()
            except OSError:
                continue
            found[int(name)] = Process(int(fields[1]), fields[0], int(fields[2]), int(fields[19]))
    return found


def below(parents, processes):
    """The descendants of some processes: children first, then theirs."""
    children = {}
    for pid, process in processes.items():
        children.setdefault(process.parent, []).append(pid)
    found, next_ones = [], list(parents)
    while next_ones:
        next_ones = [child for parent in next_ones for child in children.get(parent, ())]
        found += next_ones
    return found


def started_by(threads):
    """The children that these threads of this process have started, while they run."""
    found = set()
    for thread in threads:
        try:
            with open(f"/proc/self/task/{thread}/children", "rb") as children:
                found.update(map(int, children.read().split()))
        except OSError:
            # The thread has ended, or the kernel does not tell.
            pass
    return found
