"""Tasks that a task submits, and that other processes run."""

import time
import unittest

from tests.harness import BEGUN, CANCELED, DONE, FAILED, OUTPUT, RESUMING, REVOKED, SUBMIT, WAITING, AgentProcess, value_of
from tests.master import AnsweringAgent

CODE = """
import os, signal, threading, time
import scalems_actors as s

ABS = {"func": "abs", "module": "builtins", "args": [-1]}

class Point:
    def __init__(self, x): self.x = x

def plain(*args, **kwargs): return args

def submits(task): return s.submit_task(task).uid

def runs(task): return s.run_task(task)

def runs_in_threads():
    errors = []
    def run():
        for action in (lambda: s.run_task(ABS), lambda: s.submit_task(ABS), lambda: s.wait_all([]), lambda: s.call(abs, 1)):
            try: action()
            except RuntimeError as error: errors.append(str(error))
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return errors

def waits_in_other_order():
    first, second, third = (s.submit_task({**ABS, "args": [n]}) for n in range(3))
    print("submitted")
    return [h.wait()["return_value"] for h in (third, first, second)]

def waits_twice():
    handle = s.submit_task(ABS)
    return handle.wait() is handle.wait(), s.run_task(ABS)["state"], handle.done()

def is_done():
    handle = s.submit_task(ABS)
    print("submitted")
    while not handle.done(): time.sleep(0.001)
    return handle.wait()["return_value"]

def catches():
    try: s.run_task(ABS)
    except KeyboardInterrupt: print("caught")
    return s.run_task(ABS)["uid"]

def many(n):
    for _ in range(n): s.run_task(ABS)

def together(n): return len(s.wait_all([s.submit_task(ABS) for _ in range(n)]))

def memory():
    with open("/proc/self/statm") as file: return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

def keeps():
    global kept
    kept = s.submit_task(ABS)

def uses_kept(): return kept.wait()

def alarms(seconds):
    class Late(Exception): pass
    def late(*_): raise Late
    signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try: s.run_task(ABS)
    except Late: return "late"

def counts_signals():
    seen = []
    signal.signal(signal.SIGUSR1, lambda *_: seen.append(1))
    threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGUSR1)).start()
    return s.run_task(ABS)["uid"], seen

def forks():
    pid = os.fork()
    if pid == 0:
        try: s.run_task(ABS)
        except RuntimeError as error: print(error)
        os._exit(0)
    os.waitpid(pid, 0)

async def coroutine(): return s.run_task(ABS)["state"]
"""


class SubTaskTest(unittest.TestCase):
    kind = AgentProcess

    def setUp(self):
        self.agent = self.kind()
        self.agent.__enter__()
        self.addCleanup(self.agent.__exit__, None, None, None)
        self.agent.module("subs", CODE)

    def exception(self, ended):
        self.assertEqual(FAILED, ended.state)
        return ended.outcome["exception"]


class Frames(SubTaskTest):
    """Frame by frame."""

    def submit(self, task, count=1):
        matches = [0]

        def is_it(frame):
            matches[0] += frame.sequence == task
            return matches[0] == count and frame.sequence == task

        return self.agent.wait(SUBMIT, is_it)

    def wait(self, kind, task):
        return self.agent.wait(kind, lambda frame: frame.sequence == task)

    def test_a_task_runs_a_sub_task(self):
        task = self.agent.item("subs", "runs", {"mode": "task.eval", "code": "1"})
        submit = self.submit(task)
        self.assertEqual((1, 1, {"mode": "task.eval", "code": "1"}), (submit.request, submit.form, submit.task))
        self.wait(WAITING, task)
        self.agent.accepted(1, "master.subtask.0001")
        self.agent.sub_ended(1, return_value={"$complex": [1, 0]}, stdout="out", stderr="err")
        self.wait(RESUMING, task)
        self.agent.resume(task)
        expected = {"uid": "master.subtask.0001", "state": "DONE", "return_value": {"$complex": [1.0, 0.0]}, "stdout": "out"}
        expected.update(stderr="err", exit_code=0, exception=None, exception_detail=None, error_kind=None, error_type=None)
        self.assertEqual(expected, value_of(self.agent.ended(task)))

    def test_a_failed_or_canceled_sub_task_raises_nothing(self):
        for state, name in ((FAILED, "FAILED"), (CANCELED, "CANCELED")):
            task = self.agent.item("subs", "runs", {"func": "f", "module": "m"})
            request = self.submit(task).request
            self.agent.accepted(request, "sub")
            failed = {"exit_code": 3, "exception": "E: x", "exception_detail": "trace", "error_kind": "user_error", "error_type": "E"}
            self.agent.sub_ended(request, state, **(failed if state == FAILED else {}))
            self.agent.resume(self.wait(RESUMING, task).sequence)
            record = value_of(self.agent.ended(task))
            self.assertEqual((name, None), (record["state"], record["return_value"]))
            if state == FAILED:
                self.assertEqual(failed, {key: record[key] for key in failed})

    def test_a_refused_task(self):
        task = self.agent.item("subs", "submits", {"func": "f"})
        self.agent.sub_ended(self.submit(task).request, FAILED, exception="a work item needs module", error_kind="refused")
        self.assertEqual("ValueError: the master refuses the task: a work item needs module", self.exception(self.agent.ended(task)))
        task = self.agent.item("subs", "runs", {"func": "f"})
        self.agent.sub_ended(self.submit(task).request, FAILED, exception="no", error_kind="refused")
        self.agent.resume(self.wait(RESUMING, task).sequence)
        record = value_of(self.agent.ended(task))
        self.assertEqual((None, "FAILED", "refused"), (record["uid"], record["state"], record["error_kind"]))

    def test_submit_returns_when_the_master_has_the_task(self):
        task, behind = self.agent.item("subs", "submits", {"func": "f"}), self.agent.item("builtins", "abs", -1)
        self.agent.accepted(self.submit(task).request, "sub.é")
        self.assertEqual("sub.é", value_of(self.agent.ended(task)))
        self.assertEqual(1, value_of(self.agent.ended(behind)))
        self.assertEqual([], [frame for frame in self.agent.frames if frame.kind in (WAITING, RESUMING)])

    def test_answers_for_a_task_that_has_ended_are_ignored(self):
        task = self.agent.item("subs", "submits", {"func": "f"})
        request = self.submit(task).request
        self.agent.accepted(request, "sub")
        self.agent.ended(task)
        self.agent.accepted(request, "again")
        self.agent.sub_ended(request)
        self.agent.sub_ended(999)
        self.agent.resume(task)
        self.agent.resume(999)
        self.assertEqual(1, self.agent.value("builtins", "abs", -1))

    def test_sub_tasks_are_waited_for_in_another_order(self):
        task = self.agent.item("subs", "waits_in_other_order")
        for number in range(1, 4):
            self.agent.accepted(self.submit(task, number).request, f"sub.{number}")
        self.agent.wait(OUTPUT)
        for number in (2, 3, 1):
            self.agent.sub_ended(number, return_value=number)
        waited = 0
        while not any(getattr(frame, "state", None) == DONE for frame in self.agent.frames):
            resuming = [frame for frame in self.agent.frames if frame.kind == RESUMING]
            if len(resuming) > waited:
                waited = len(resuming)
                self.agent.resume(task)
            self.agent._receive(time.monotonic() + 20)
        self.assertEqual([3, 1, 2], value_of(self.agent.ended(task)))

    def test_what_has_ended_is_not_waited_for(self):
        task = self.agent.item("subs", "is_done")
        self.agent.accepted(self.submit(task).request, "sub")
        self.agent.wait(OUTPUT)
        self.agent.sub_ended(1, return_value=5)
        self.assertEqual(5, value_of(self.agent.ended(task)))
        self.assertEqual([], [frame for frame in self.agent.frames if frame.kind in (WAITING, RESUMING)])

    def test_a_waiting_task_is_canceled_without_a_resume(self):
        for resumes in (False, True):
            task = self.agent.item("subs", "runs", {"func": "f"})
            request = self.submit(task).request
            self.wait(WAITING, task)
            if resumes:
                self.agent.accepted(request, "sub")
                self.agent.sub_ended(request)
                self.wait(RESUMING, task)
            self.agent.cancel(task)
            self.assertEqual((CANCELED, {}), (self.agent.ended(task).state, self.agent.ended(task).outcome))
            self.agent.resume(task)
            self.assertEqual(1, self.agent.value("builtins", "abs", -1))

    def test_a_cancel_before_the_master_has_answered(self):
        task = self.agent.item("subs", "submits", {"func": "f"})
        self.submit(task)
        self.agent.cancel(task)
        self.assertEqual(CANCELED, self.agent.ended(task).state)

    def test_a_cancel_comes_once(self):
        task = self.agent.item("subs", "catches")
        self.submit(task)
        self.wait(WAITING, task)
        self.agent.cancel(task)
        self.agent.wait(OUTPUT)
        request = self.submit(task, 2).request
        self.agent.accepted(request, "second")
        self.agent.sub_ended(request)
        self.wait(RESUMING, task)
        self.agent.resume(task)
        self.assertEqual("second", value_of(self.agent.ended(task)))

    def test_a_handler_of_the_task_ends_its_wait(self):
        task = self.agent.item("subs", "alarms", 0.05)
        self.agent.resume(self.wait(RESUMING, task).sequence)
        self.assertEqual("late", value_of(self.agent.ended(task)))

    def test_a_handler_that_raises_nothing_does_not_end_the_wait(self):
        task = self.agent.item("subs", "counts_signals")
        self.agent.resume(self.wait(RESUMING, task).sequence)
        self.agent.wait(WAITING, lambda frame: sum(f.kind == WAITING for f in self.agent.frames) == 2)
        self.agent.accepted(1, "sub")
        self.agent.sub_ended(1)
        self.agent.wait(RESUMING, lambda frame: sum(f.kind == RESUMING for f in self.agent.frames) == 2)
        self.agent.resume(task)
        self.assertEqual(["sub", [1]], value_of(self.agent.ended(task)))

    def test_revoke_works_while_a_task_waits(self):
        task = self.agent.item("subs", "runs", {"func": "f"})
        self.wait(WAITING, task)
        self.agent.resume(999)
        behind = self.agent.item("time", "sleep", 1000)
        self.agent.wait(BEGUN, lambda frame: frame.sequence == behind)
        last = self.agent.item("builtins", "abs", 1)
        self.agent.revoke()
        self.assertEqual([last], self.agent.wait(REVOKED).sequences)
        self.agent.cancel(behind)
        self.assertEqual(CANCELED, self.agent.ended(behind).state)
        self.agent.cancel(task)
        self.assertEqual(CANCELED, self.agent.ended(task).state)


class Answered(SubTaskTest):
    """Sub-tasks that end at once."""

    kind = AnsweringAgent

    def test_values_travel_in_both_directions(self):
        self.agent.module(
            "values_in",
            "import scalems_actors as s, math\nfrom subs import Point, plain\n"
            "def f():\n"
            "    values = [b'x', 1j, math.inf, {'$bytes': 1}, {1: 2}, (1, 2), None, Point(7)]\n"
            "    back = s.call(plain, *values)\n"
            "    return [a == b for a, b in zip(values[:5], back)], back[5], back[7].x\n"
            "def g(): return s.run_task({'func': 'f', 'module': 'm', 'kwargs': {'a': b'x'}})['state']\n",
        )
        self.assertEqual([[True] * 5, [1, 2], 7], self.agent.value("values_in", "f"))
        self.assertEqual(("plain", "subs"), (self.last().task["func"], self.last().task["module"]))
        self.assertEqual("DONE", self.agent.value("values_in", "g"))
        self.assertEqual({"a": {"$bytes": "eA=="}}, self.last().task["kwargs"])

    def last(self):
        return [frame for frame in self.agent.frames if frame.kind == SUBMIT][-1]

    def test_arrays_travel(self):
        try:
            import numpy  # noqa: F401
        except ImportError:
            self.skipTest("numpy is not installed")
        self.agent.module(
            "arrays",
            "import scalems_actors as s, numpy\nfrom subs import plain\n"
            "def f():\n    back, = s.call(plain, numpy.arange(6.).reshape(2, 3))\n    return float(back.sum()), back.shape\n",
        )
        self.assertEqual([15, [2, 3]], self.agent.value("arrays", "f"))

    def test_call_refuses_what_another_process_cannot_find(self):
        self.agent.module(
            "refuses",
            "import scalems_actors as s, functools, subs\n"
            "class C:\n    def m(self): pass\n    @staticmethod\n    def ok(x): return x\n"
            "def f():\n"
            "    def inner(): pass\n"
            "    main = type(f)(f.__code__, {'__name__': '__main__'})\n"
            "    for bad in (lambda: 1, inner, C().m, functools.partial(f), main, 5):\n"
            "        try: s.call(bad)\n"
            "        except ValueError as error: yield str(error)\n"
            "def texts(): return list(f())\n"
            "def works(): return s.call(C.ok, 1)\n",
        )
        texts = self.agent.value("refuses", "texts")
        self.assertEqual(6, len(texts))
        self.assertIn("refuses.f.<locals>.<lambda>", texts[0])
        self.assertEqual([1], self.agent.value("refuses", "works"))
        self.assertEqual("C.ok", self.last().task["func"])

    def test_call_of_a_function_of_a_file(self):
        path = self.agent.module("sub.mine", "import scalems_actors as s\ndef g(x): return x\ndef f(): return s.call(g, 4)\n")
        self.assertEqual([4], value_of(self.agent.ended(self.agent.describe(raptor_file="sub/mine.py", function="f"))))
        expected = {"mode": "task.function", "raptor_file": path, "function": "g", "args": [4], "kwargs": {}}
        self.assertEqual(expected, self.last().task)

    def test_call_raises_the_failure(self):
        self.agent.answer = lambda submit: self.agent.sub_ended(submit.request, FAILED, exception="E: x", error_kind="user_error")
        self.agent.module("calls", "import scalems_actors as s\ndef f():\n    s.call(f)\n")
        self.assertEqual("scalems_actors.SubTaskError: sub-task sub.1: FAILED: E: x", self.exception(self.agent.run("calls", "f")))
        self.agent.module(
            "catches",
            "import scalems_actors as s\ndef f():\n    try: s.call(f)\n    except s.SubTaskError as e: return e.record['error_kind']\n",
        )
        self.assertEqual("user_error", self.agent.value("catches", "f"))

    def test_what_is_no_task(self):
        for text, part in (
            ("s.run_task(5)", "TypeError: a task must be a dict"),
            ("s.run_task({1: 2})", "TypeError: the keys of a task"),
            ("s.run_task({'func': 'f', 'args': [[s.subtasks.threading.Lock()]]})", "args[0] of the task is a _thread.lock at [0],"),
            ("s.call(len, (i for i in ()))", "args[0] of the task is a generator"),
        ):
            code = f"import scalems_actors as s, scalems_actors.subtasks\nreturn {text}"
            ended = self.agent.ended(self.agent.describe(mode="task.exec", code=code))
            self.assertIn(part, self.exception(ended))

    def test_a_result_that_cannot_be_read(self):
        self.agent.answer = lambda submit: self.agent.sub_ended(submit.request, return_value={"$bytes": 5})
        text = self.exception(self.agent.run("subs", "runs", {"func": "f"}))
        self.assertTrue(text.startswith("ValueError: sub-task sub.1: a $bytes in return_value cannot be read"), text)

    def test_the_master_of_a_worker_class(self):
        self.agent.module(
            "classes",
            "import scalems_actors\nclass W(scalems_actors.Worker):\n"
            "    def go(self): return self.get_master().run_task({'mode': 'task.eval', 'code': '1', 'args': [3]})['return_value']\n",
        )
        self.assertEqual([3], value_of(self.agent.ended(self.agent.describe(mode="task.method", raptor_class="classes.W", method="go"))))

    def test_only_the_main_thread_of_a_task_may_submit(self):
        errors = self.agent.value("subs", "runs_in_threads")
        self.assertEqual(4, len(errors))
        for error in errors:
            self.assertIn("main thread", error)

    def test_a_forked_process_may_not_submit(self):
        self.assertIn("the process that the worker runs it in", self.agent.run("subs", "forks").outcome["stdout"])

    def test_outside_of_a_task_the_error_says_what_to_do(self):
        import scalems_actors

        for action in (lambda: scalems_actors.run_task({}), lambda: scalems_actors.call(len), lambda: scalems_actors.wait_all([])):
            with self.assertRaisesRegex(RuntimeError, "scalems submit"):
                action()

    def test_a_sub_task_of_a_task_that_has_ended(self):
        self.agent.answer = lambda submit: None
        self.agent.value("subs", "keeps")
        self.assertIn("sub.1: the task that has submitted it has ended", self.exception(self.agent.run("subs", "uses_kept")))

    def test_a_coroutine_may_wait(self):
        self.assertEqual("DONE", self.agent.value("subs", "coroutine"))

    def test_two_waits_in_a_row(self):
        self.assertEqual([True, "DONE", True], self.agent.value("subs", "waits_twice"))

    def test_many_at_once(self):
        self.assertEqual(1000, self.agent.value("subs", "together", 1000))

    def test_memory_does_not_grow_with_the_number_of_sub_tasks(self):
        self.agent.value("subs", "many", 500)
        before = self.agent.value("subs", "memory")
        self.agent.value("subs", "many", 5000)
        self.assertLess(self.agent.value("subs", "memory") - before, 1 << 20)
