"""The event loop that runs on the main thread."""

import sys


class EventLoop:
    """Hides the loop of a waiting coroutine, so that a task nested in it may run one of its own."""

    def suspend(self):
        events = sys.modules.get("asyncio.events")
        loop = None if events is None else events._get_running_loop()
        if loop is None:
            return None
        task = _swap(loop, None)
        events._set_running_loop(None)
        return loop, task

    def resume(self, before):
        if before is not None:
            loop, task = before
            sys.modules["asyncio.events"]._set_running_loop(loop)
            _swap(loop, task)


def _swap(loop, task):
    """Since Python 3.14 a thread runs one task of all loops; before, each loop has its own."""
    swap = getattr(sys.modules["asyncio.tasks"], "_swap_current_task", None)
    return None if swap is None else swap(loop, task)
