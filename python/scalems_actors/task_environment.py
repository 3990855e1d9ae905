"""The variables that a task asks for."""

import os
import sys


class TaskEnvironment:
    """Sets them for the running task; `Restoration` removes them, as it removes what the task's own code sets."""

    def __init__(self):
        self.clear()

    def set(self, variables):
        self.variables = variables
        # os.environ passes them on to the programs that the task starts, too.
        os.environ.update(variables)
        path = variables.get("PYTHONPATH")
        if path:
            # An interpreter reads this variable only when it starts.
            self.directories = [os.path.abspath(directory) for directory in path.split(os.pathsep) if directory]
            sys.path[:0] = self.directories

    def clear(self):
        self.variables = self.directories = ()

    def suspend(self):
        before = self.variables, self.directories
        self.clear()
        return before

    def resume(self, before):
        self.variables, self.directories = before
