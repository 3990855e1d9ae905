"""The lines of code that is text, for tracebacks."""

import linecache

EVAL, EXEC, PRE_EXEC = "<task.eval>", "<task.exec>", "<task.exec pre_exec>"


def show(name, text):
    """Lets tracebacks show the lines of the code. Without a time of change the entry stays until the next code of this kind."""
    linecache.cache[name] = (len(text), None, text.splitlines(True), name)


class ShownCode:
    """That of the running task."""

    def suspend(self):
        return {name: linecache.cache[name] for name in (EVAL, EXEC, PRE_EXEC) if name in linecache.cache}

    def resume(self, before):
        linecache.cache.update(before)
