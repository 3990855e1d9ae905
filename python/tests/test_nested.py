"""Tasks that run in a process while another one waits there."""

import os
import time
import unittest

from tests.harness import BEGUN, CANCELED, DONE, ENDED, FAILED, LEAVING, OUTPUT, RESUMING, SUBMIT, WAITING, AgentProcess, value_of
from tests.master import NestingAgent

CODE = """
import asyncio, ctypes, decimal, os, signal, subprocess, sys, threading, time, warnings
import scalems_actors as s

def many(n):
    for _ in range(n): s.run_task({"func": "precision", "module": "subs"})

def memory():
    with open("/proc/self/statm") as file: return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

def fib(n): return n if n < 2 else s.call(fib, n - 1) + s.call(fib, n - 2)

def deep(n): return 0 if n == 0 else 1 + s.call(deep, n - 1)

def too_deep():
    try: return 1 + s.call(too_deep)
    except RecursionError: return 0

def state():
    mask = os.umask(0)
    os.umask(mask)
    handlers = [str(signal.getsignal(n)) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGUSR1)]
    streams = [os.fstat(n).st_ino for n in range(3)]
    return [os.getcwd(), dict(os.environ), sys.path[:], sys.argv[:], mask, handlers, repr(warnings.filters), repr(sys.stdout)[:30],
        type(os.environ).__name__, streams, sys.getrecursionlimit() >= 1000, str(sys.exc_info()[0])]

def changes(text):
    exec(text, globals())
    before = state()
    nested = s.call(state)
    return [before == state(), nested]

def nested_changes(text):
    before = state()
    s.call(run, text)
    return before == state()

def run(text):
    exec(text, globals())

def prints(level):
    sys.stdout.write(f"{level} a\\n")
    os.write(1, b"b\\n")
    ctypes.CDLL(None).printf(b"c")
    print("error", level, file=sys.stderr)
    inner = s.run_task({"func": "prints", "module": "subs", "args": [level - 1]}) if level else None
    os.write(1, b"d\\n")
    print("e")
    return inner and [inner["stdout"], inner["stderr"]]

def sleeps(): time.sleep(1000)

def runs(function, *args): return s.run_task({"func": function, "module": "subs", "args": args})

def catches(function):
    try: runs(function)
    except KeyboardInterrupt: return "caught"

def exits():  sys.exit(3)

def leaves_thread(): threading.Thread(target=time.sleep, args=(1000,), name="stray", daemon=True).start()

def leaves_process(): return subprocess.Popen(["sleep", "1000"]).pid

def is_there(pid): return os.path.exists(f"/proc/{pid}")

def has_a_thread():
    stop = threading.Event()
    pids, go = [], threading.Event()
    def work():
        go.wait()
        pids.append(subprocess.Popen(["sleep", "1000"]).pid)
        stop.wait()
    thread = threading.Thread(target=work)
    thread.start()
    threading.Timer(0.02, go.set).start()
    s.call(time.sleep, 0.2)
    left = s.call(leaves_process)
    alive = thread.is_alive(), is_there(pids[0]), is_there(left)
    stop.set()
    thread.join()
    return alive

def has_a_process():
    ended, child = subprocess.Popen(["true"]), subprocess.Popen(["sh", "-c", "sleep 1000 & echo $!; wait"], stdout=subprocess.PIPE)
    grandchild = int(child.stdout.readline())
    left = s.call(leaves_process)
    s.call(abs, 1)
    found = is_there(child.pid), is_there(grandchild), is_there(left), ended.wait(), child.poll()
    child.kill()
    return found

def leaves_and_looks():
    left = s.call(leaves_process)
    return is_there(left)

def has_a_pool():
    from multiprocessing import Pool
    with Pool(2) as pool:
        return pool.map(abs, [-1]), s.call(uses_a_pool), s.call(abs, 1), pool.map(abs, [-2])

def uses_a_pool():
    from multiprocessing import get_context
    with get_context("spawn").Pool(1) as pool: return pool.map(abs, [-3])

async def later(n):
    await asyncio.sleep(0)
    value = s.call(later, n - 1) + 1 if n else 0
    await asyncio.sleep(0)
    return value

def raises(): raise ValueError("inner")

def raises_while_handling():
    try: raise KeyError("outer")
    except KeyError: return runs("raises")["exception_detail"]

def alarm_in_nested():
    fired = []
    signal.signal(signal.SIGALRM, lambda *_: fired.append(os.environ.get("MINE")))
    os.environ["MINE"] = "1"
    signal.setitimer(signal.ITIMER_REAL, 0.02)
    s.call(time.sleep, 0.1)
    time.sleep(0.05)
    return fired

def imports(name):
    os.environ["OWN"] = "1"
    s.run_task({"func": "f", "module": name})
    return os.environ.get("OWN"), os.environ.get("SET_BY_IMPORT")

def precision(): return decimal.getcontext().prec

def precisions():
    with decimal.localcontext() as context:
        context.prec = 5
        return s.call(precision), precision()

def reads(name): return os.environ.get(name)

def environment_of(): return [s.run_task({"mode": "task.function", "function": "reads", "module": "subs", "args": [name],
    "environment": {"INNER": "i"}})["return_value"] for name in ("INNER", "OUTER")] + [os.environ.get("INNER"), os.environ.get("OUTER")]
"""


class NestedTest(unittest.TestCase):
    kind, start = NestingAgent, ()

    def setUp(self):
        self.agent = self.kind(dict(self.start))
        self.agent.__enter__()
        self.addCleanup(self.agent.__exit__, None, None, None)
        self.agent.module("subs", CODE)

    def nested(self, kind, function):
        """The first frame of a kind that is of the sub-task with this function."""
        request = self.agent.wait(SUBMIT, lambda frame: frame.task["func"] == function).request
        return self.agent.wait(kind, lambda frame: self.agent.requests.get(frame.sequence) == request)


class Nested(NestedTest):
    def test_a_task_that_calls_itself(self):
        self.assertEqual(144, self.agent.value("subs", "fib", 12))
        begun = {}
        for position, frame in enumerate(self.agent.frames):
            if frame.kind == BEGUN:
                begun[frame.sequence] = position
            elif frame.kind == ENDED:
                # All that have begun later have ended.
                self.assertEqual(list(begun)[-1], frame.sequence)
                del begun[frame.sequence]
        self.assertEqual({}, begun)

    def test_forty_levels(self):
        self.assertEqual(40, self.agent.value("subs", "deep", 40))

    def test_too_many_levels_are_an_error_of_the_task_only(self):
        self.assertGreater(self.agent.value("subs", "too_deep"), 40)
        self.assertEqual(1, self.agent.value("builtins", "abs", -1))

    def test_output_is_that_of_its_task(self):
        ended = self.agent.run("subs", "prints", 2)
        for level in (1, 0):
            self.assertIn(f"{level} a\nb\ncd\ne\n", [f.outcome.get("stdout") for f in self.agent.frames if f.kind == ENDED])
        self.assertEqual(["1 a\nb\ncd\ne\n", "error 1\n"], value_of(ended))
        self.assertEqual(("2 a\nb\ncd\ne\n", "error 2\n"), (ended.outcome["stdout"], ended.outcome["stderr"]))
        for frame in self.agent.frames:
            if frame.kind == ENDED:
                sent = "".join(f.text for f in self.agent.frames if f.kind == OUTPUT and f.sequence == frame.sequence and f.stream == 0)
                self.assertEqual(frame.outcome["stdout"], sent)

    def test_each_task_has_its_own_state_of_the_process(self):
        before = self.agent.value("subs", "state")
        texts = (
            "os.chdir('/')",
            "import tempfile; d = tempfile.mkdtemp(); os.chdir(d); os.rmdir(d); os.chdir('/')",
            "os.environ['LEFT'] = 'x'; os.environ.pop('PATH')",
            "os.environ = {}",
            "sys.path.insert(0, '/left')",
            "sys.path = ['/left']",
            "sys.argv = ['left']",
            "os.umask(0o077)",
            "signal.signal(signal.SIGTERM, signal.SIG_IGN); signal.signal(signal.SIGINT, signal.SIG_IGN)",
            "signal.signal(signal.SIGINT, print)",
            "warnings.simplefilter('error')",
            "import io; sys.stdout = sys.stderr = io.StringIO()",
            "os.dup2(os.open('/dev/null', os.O_RDWR), 1)",
            "sys.setrecursionlimit(3000)",
        )
        for text in texts:
            with self.subTest(text):
                self.assertEqual([True, before], self.agent.value("subs", "changes", text))
                self.assertIs(True, self.agent.value("subs", "nested_changes", text))
                self.assertEqual(before, self.agent.value("subs", "state"))
        self.assertEqual([], [frame for frame in self.agent.frames if frame.kind == LEAVING])

    def test_a_closed_descriptor_stays_closed(self):
        code = "import os, scalems_actors as s\nos.close(0)\ns.call(abs, 1)\ntry:\n    os.fstat(0)\nexcept OSError:\n    return 'closed'\n"
        self.assertEqual("closed", value_of(self.agent.ended(self.agent.describe(mode="task.exec", code=code))))

    def test_each_task_has_its_own_variables(self):
        task = self.agent.describe(module="subs", function="environment_of", environment={"OUTER": "o"})
        self.assertEqual(["i", None, None, "o"], value_of(self.agent.ended(task)))

    def test_what_an_import_sets_is_there_for_the_waiting_task_and_stays(self):
        self.agent.module("sets", "import os\nos.environ['SET_BY_IMPORT'] = '1'\ndef f(): pass\n")
        self.assertEqual(["1", "1"], self.agent.value("subs", "imports", "sets"))
        self.assertEqual("1", self.agent.value("subs", "reads", "SET_BY_IMPORT"))
        self.assertIsNone(self.agent.value("subs", "reads", "OWN"))

    def test_coroutines_in_coroutines(self):
        self.assertEqual(3, self.agent.value("subs", "later", 3))

    def test_variables_of_a_context_are_those_of_their_task(self):
        self.assertEqual([28, 5], self.agent.value("subs", "precisions"))

    def test_an_error_is_that_of_its_task(self):
        detail = self.agent.value("subs", "raises_while_handling")
        self.assertIn("ValueError: inner", detail)
        self.assertNotIn("outer", detail)

    def test_code_that_is_text_is_shown_in_tracebacks(self):
        code = "import scalems_actors as s\ns.run_task({'mode': 'task.exec', 'code': 'x = 1\\ny = 2\\nz = 3'})\n1 / 0"
        self.assertIn("\n    1 / 0\n", self.agent.ended(self.agent.describe(mode="task.exec", code=code)).outcome["exception_detail"])

    def test_a_timer_of_the_waiting_task_fires_when_that_goes_on(self):
        self.assertEqual(["1"], self.agent.value("subs", "alarm_in_nested"))

    def test_cancel_of_a_waiting_task_comes_when_the_nested_one_has_ended(self):
        task = self.agent.item("subs", "runs", "sleeps")
        nested = self.nested(BEGUN, "sleeps").sequence
        self.agent.cancel(task)
        with self.assertRaises(AssertionError):
            # Nothing comes for a while.
            self.agent._receive(time.monotonic() + 0.2)
        self.agent.cancel(nested)
        self.assertEqual(CANCELED, self.agent.ended(nested).state)
        self.assertEqual(CANCELED, self.agent.ended(task).state)
        self.assertEqual(0, len([frame for frame in self.agent.frames if frame.kind == RESUMING]))
        self.assertEqual(1, self.agent.value("builtins", "abs", -1))

    def test_cancel_of_a_nested_task_does_not_reach_the_waiting_one(self):
        for _ in range(20):
            task = self.agent.item("subs", "runs", "sleeps")
            submit = self.agent.wait(SUBMIT, lambda frame: frame.sequence == task).request
            nested = self.agent.wait(BEGUN, lambda frame: self.agent.requests.get(frame.sequence) == submit).sequence
            self.agent.cancel(nested)
            self.assertEqual("CANCELED", value_of(self.agent.ended(task))["state"])
            self.assertEqual(CANCELED, self.agent.ended(nested).state)

    def test_cancels_at_any_time_leave_a_process_that_works(self):
        import random

        choice = random.Random(2)
        for _ in range(60):
            task = self.agent.item("subs", "deep", 5)
            seen = choice.randrange(1, 12)
            count = len(self.agent.frames) + seen
            while len(self.agent.frames) < count and not any(f.kind == ENDED and f.sequence == task for f in self.agent.frames):
                self.agent._receive(time.monotonic() + 20)
            target = choice.choice([task, *self.agent.requests])
            self.agent.cancel(target)
            self.assertIn(self.agent.ended(task).state, (DONE, CANCELED, FAILED))
            self.agent.are_waiting = 0
            self.agent.ready.clear()
        self.assertEqual(5, self.agent.value("subs", "deep", 5))
        self.assertEqual("", self.agent.error_text())

    def test_memory_does_not_grow_with_the_number_of_nested_tasks(self):
        self.agent.value("subs", "many", 500)
        before = self.agent.value("subs", "memory")
        self.agent.value("subs", "many", 5000)
        self.assertLess(self.agent.value("subs", "memory") - before, 1 << 20)

    def test_sys_exit_ends_the_nested_task_only(self):
        record = self.agent.value("subs", "runs", "exits")
        self.assertEqual(("FAILED", 3, "crash"), (record["state"], record["exit_code"], record["error_kind"]))

    def test_a_thread_that_is_left_ends_the_interpreter_after_the_outermost_task(self):
        task = self.agent.item("subs", "runs", "leaves_thread")
        last = self.agent.end()[-1]
        self.assertEqual(DONE, self.agent.ended(task).state)
        self.assertEqual((LEAVING, "after task task.2: it left a thread running: stray"), (last.kind, last.text))

    def test_what_a_waiting_task_has_started_is_not_touched(self):
        self.assertEqual([True, True, False, 0, None], self.agent.value("subs", "has_a_process"))
        self.assertEqual([True, True, False], self.agent.value("subs", "has_a_thread"))
        self.assertEqual([[1], [3], 1, [2]], self.agent.value("subs", "has_a_pool"))
        self.assertEqual([], [frame for frame in self.agent.frames if frame.kind == LEAVING])

    def test_a_process_that_a_nested_task_leaves_is_ended(self):
        self.assertIs(False, self.agent.value("subs", "leaves_and_looks"))


class Limits(NestedTest):
    start = {"most_tasks": 3}

    def test_nested_tasks_count_and_the_interpreter_leaves_after_the_outermost(self):
        task = self.agent.item("subs", "deep", 5)
        frames = self.agent.end()
        self.assertEqual(5, value_of(self.agent.ended(task)))
        self.assertEqual((LEAVING, ""), (frames[-1].kind, frames[-1].text))
        self.assertEqual(6, len([frame for frame in frames if frame.kind == ENDED]))


class ByHand(NestedTest):
    kind = AgentProcess

    def test_what_comes_before_a_resume_runs_before_and_what_comes_after_it_runs_later(self):
        task = self.agent.item("subs", "runs", "exits")
        self.agent.wait(WAITING)
        self.agent.sub_ended(1)
        self.agent.wait(RESUMING)
        before = self.agent.item("builtins", "print", "x")
        self.agent.resume(task)
        after = self.agent.item("builtins", "print", "y")
        self.agent.ended(after)
        order = [frame.sequence for frame in self.agent.frames if frame.kind == ENDED]
        self.assertEqual([before, task, after], order)
        self.assertEqual("x\n", self.agent.ended(before).outcome["stdout"])

    def test_a_resume_that_comes_while_a_nested_task_waits(self):
        outer = self.agent.item("subs", "runs", "exits")
        self.agent.wait(WAITING)
        self.agent.sub_ended(1)
        self.agent.wait(RESUMING)
        inner = self.agent.item("subs", "runs", "exits")
        self.agent.wait(WAITING, lambda frame: frame.sequence == inner)
        self.agent.resume(outer)
        self.agent.sub_ended(2)
        self.agent.wait(RESUMING, lambda frame: frame.sequence == inner)
        self.agent.resume(inner)
        self.assertEqual(DONE, self.agent.ended(outer).state)
        self.assertEqual([inner, outer], [frame.sequence for frame in self.agent.frames if frame.kind == ENDED])

    def test_a_task_that_was_sent_ahead_runs_while_the_first_one_waits(self):
        task, ahead = self.agent.item("subs", "runs", "exits"), self.agent.item("builtins", "abs", -1)
        self.assertEqual(1, value_of(self.agent.ended(ahead)))
        self.agent.sub_ended(1)
        self.agent.wait(RESUMING)
        self.agent.resume(task)
        self.assertEqual(DONE, self.agent.ended(task).state)

    def test_os_exit_of_a_nested_task_is_announced(self):
        self.agent.item("subs", "runs", "exits")
        self.agent.wait(WAITING)
        self.agent.item("os", "_exit", 7)
        self.assertEqual(7, self.agent.end()[-1].exit_code)

    def test_the_end_of_the_input_ends_all(self):
        self.agent.item("subs", "runs", "exits")
        self.agent.wait(WAITING)
        self.agent.item("subs", "sleeps")
        self.agent.wait(BEGUN, lambda frame: frame.sequence == 2)
        self.agent.process.stdin.close()
        self.agent.end()
        self.assertEqual(0, self.agent.process.returncode)
        self.assertFalse(os.path.exists(f"/proc/{self.agent.process.pid}"))
