"""What a failed task tells."""

import os
import select
import sys
import tempfile
import unittest

from tests.harness import DONE, EXITING, FAILED, LEAVING, OUTPUT, REFUSED, AgentProcess, value_of


class Hidden(unittest.TestCase):
    def test_files_with_names_of_the_standard_library_do_not_reach_the_agent(self):
        for name in ("traceback", "inspect", "difflib", "pickle", "base64", "asyncio", "importlib", "resource"):
            with self.subTest(name), AgentProcess() as agent:
                agent.module(name, "raise RuntimeError('this is not the standard library')\n")
                agent.module("user", "async def later(): return 1\ndef fail(): raise ValueError('v')\ndef one(a): return {a}\n")
                self.assertEqual("ValueError: v", agent.ended(agent.item("user", "fail")).outcome["exception"])
                self.assertEqual(1, agent.value("user", "later"))
                self.assertIn("one", agent.ended(agent.item("user", "onee")).outcome["exception"])
                self.assertEqual("invalid task", agent.ended(agent.item("user", "one")).outcome["error_type"])
                self.assertIn("$pickle", agent.value("user", "one", 1))


class Failures(unittest.TestCase):
    def setUp(self):
        self.agent = AgentProcess({"also_searched": "also searched: /some/where"})
        self.agent.__enter__()
        self.addCleanup(self.agent.__exit__, None, None, None)

    def fails(self, ended, kind, name):
        self.assertEqual((FAILED, kind, name), (ended.state, ended.outcome["error_kind"], ended.outcome["error_type"]), ended.outcome)
        return ended.outcome["exception"]

    def test_an_exception_has_the_traceback_of_the_users_frames(self):
        self.agent.module(
            "mine",
            "class MyError(Exception): pass\n"
            "def deep():\n    raise KeyError('inner')\n"
            "def f():\n    try:\n        deep()\n    except KeyError as e:\n        raise MyError('outer') from e\n",
        )
        ended = self.agent.run("mine", "f")
        self.assertEqual("mine.MyError: outer", self.fails(ended, "user_error", "mine.MyError"))
        detail = ended.outcome["exception_detail"]
        self.assertEqual(1, ended.outcome["exit_code"])
        self.assertIn("KeyError: 'inner'", detail)
        self.assertIn("raise MyError('outer') from e", detail)
        self.assertNotIn("scalems_actors", detail)

    def test_an_exception_whose_text_fails(self):
        self.agent.module("odd", "class Odd(Exception):\n    def __str__(self): raise RuntimeError\ndef f(): raise Odd\n")
        self.assertIn("RuntimeError", self.fails(self.agent.run("odd", "f"), "user_error", "odd.Odd"))

    def test_no_such_module(self):
        text = self.fails(self.agent.run("nosuch.part", "f"), "invalid", "invalid task")
        for part in ("nosuch", sys.version.split()[0], "also searched: /some/where"):
            self.assertIn(part, text)

    def test_no_such_function_names_the_nearest(self):
        text = self.fails(self.agent.run("math", "sqt", 1), "invalid", "invalid task")
        self.assertIn("math", text)
        self.assertIn("did you mean sqrt", text)

    def test_a_module_that_fails_in_its_import(self):
        self.agent.module("broken", "x = 1 / 0\n")
        ended = self.agent.run("broken", "f")
        self.fails(ended, "user_error", "ZeroDivisionError")
        self.assertIn("broken.py", ended.outcome["exception_detail"])
        self.assertNotIn("scalems_actors", ended.outcome["exception_detail"])

    def test_a_module_that_needs_another_one_names_the_interpreter(self):
        self.agent.module("needs", "import nosuchthing\n")
        text = self.fails(self.agent.run("needs", "f"), "user_error", "ModuleNotFoundError")
        self.assertIn("nosuchthing", text)
        self.assertIn(sys.version.split()[0], text)

    def test_a_module_that_appears_later_is_found(self):
        self.fails(self.agent.run("late", "f"), "invalid", "invalid task")
        self.agent.module("late", "def f(): return 1\n")
        self.assertEqual(1, self.agent.value("late", "f"))

    def test_arguments_that_do_not_bind(self):
        self.agent.module("two", "def f(a, b): return a\ndef g(a): return len(5)\n")
        self.assertIn("'b'", self.fails(self.agent.run("two", "f", 1), "invalid", "invalid task"))
        self.fails(self.agent.run("two", "g", 1), "user_error", "TypeError")
        self.fails(self.agent.run("math", "sqrt", "x"), "user_error", "TypeError")

    def test_a_name_that_is_no_function(self):
        self.assertIn("float", self.fails(self.agent.run("math", "pi"), "invalid", "invalid task"))

    def test_payloads_that_are_no_tasks(self):
        for form, payload in ((0, b"{"), (0, {}), (0, []), (0, {"func": 1, "module": "m"}), (1, {"mode": "task.shell"}), (1, {}), (7, {})):
            self.fails(self.agent.ended(self.agent.task(form, payload)), "invalid", "invalid task")
        self.fails(self.agent.ended(self.agent.describe(function="len", args={})), "invalid", "invalid task")
        self.fails(self.agent.ended(self.agent.describe(function="len", environment={"A": 1})), "invalid", "invalid task")

    def test_sys_exit_ends_the_task_only(self):
        tasks = [self.agent.item("sys", "exit", *code) for code in ((3,), (), ("bye",))]
        after = self.agent.item("builtins", "abs", -1)
        texts = [self.fails(self.agent.ended(task), "crash", "process exit") for task in tasks]
        self.assertEqual("process exit: the task called sys.exit(3)", texts[0])
        self.assertIn("bye", texts[2])
        self.assertEqual([3, 0, 1], [self.agent.ended(task).outcome["exit_code"] for task in tasks])
        self.assertEqual(1, value_of(self.agent.ended(after)))

    def test_os_exit_is_announced(self):
        self.agent.module("quits", "import os\ndef f():\n    print('last words', end='')\n    os._exit(7)\n")
        self.agent.item("quits", "f")
        frames = self.agent.end()
        self.assertEqual((EXITING, 7), (frames[-1].kind, frames[-1].exit_code))
        self.assertEqual("last words", frames[-2].text)
        self.assertEqual(7, self.agent.process.returncode)

    def test_a_crash_leaves_its_place_in_the_error_stream(self):
        self.agent.module("crashes", "import ctypes\ndef f(): ctypes.string_at(0)\n")
        self.agent.item("crashes", "f")
        self.agent.end()
        self.assertLess(self.agent.process.returncode, 0)
        self.assertIn("crashes.py", self.agent.error_text())

    def test_results_that_cannot_be_serialized(self):
        self.agent.module("locks", "import threading\ndef f(): return [1, 2, {'x': threading.Lock()}]\ndef g(): yield 1\n")
        text = self.fails(self.agent.run("locks", "f"), "invalid", "result cannot be serialized")
        self.assertIn("the function returned a _thread.lock at [2].x", text)
        self.assertIn("return a list", self.fails(self.agent.run("locks", "g"), "invalid", "result cannot be serialized"))

    def test_KeyboardInterrupt_of_its_own_is_an_error(self):
        self.agent.module(
            "raises",
            "import signal\ndef f(): raise KeyboardInterrupt('mine')\ndef g(): signal.raise_signal(signal.SIGINT)\n",
        )
        self.fails(self.agent.run("raises", "f"), "user_error", "KeyboardInterrupt")
        self.fails(self.agent.run("raises", "g"), "user_error", "KeyboardInterrupt")


class Limits(unittest.TestCase):
    def test_a_large_outcome_is_refused_with_its_size(self):
        with AgentProcess({"transfer_limit": 1000}) as agent:
            ended = agent.run("builtins", "str", "x" * 2000)
            self.assertEqual("too_large", ended.outcome["error_kind"])
            self.assertEqual("result too large", ended.outcome["error_type"])
            self.assertIn("1,000", ended.outcome["exception"])
            self.assertEqual("y", agent.value("builtins", "str", "y"))

    def test_an_interpreter_leaves_after_its_tasks(self):
        with AgentProcess({"most_tasks": 2}) as agent:
            agent.item("builtins", "abs", 1)
            agent.item("builtins", "abs", 2)
            frames = agent.end()
            self.assertEqual((LEAVING, ""), (frames[-1].kind, frames[-1].text))
            self.assertEqual([DONE, DONE], [frame.state for frame in frames if hasattr(frame, "state")])

    def test_an_interpreter_leaves_when_it_has_grown(self):
        with AgentProcess({"most_memory": 1}) as agent:
            agent.item("builtins", "abs", 1)
            self.assertEqual((LEAVING, ""), (agent.end()[-1].kind, agent.frames[-1].text))

    def test_a_thread_that_is_left_ends_the_interpreter(self):
        with AgentProcess() as agent:
            agent.module(
                "threads",
                "import threading\n"
                "POOL = threading.Thread(target=threading.Event().wait, name='allowed', daemon=True)\nPOOL.start()\n"
                "def joins():\n    t = threading.Thread(target=int)\n    t.start()\n    t.join()\n"
                "def name(): return POOL.name\n"
                "def leaves():\n    threading.Thread(target=threading.Event().wait, name='stray', daemon=True).start()\n",
            )
            for _ in range(50):
                agent.value("threads", "joins")
            self.assertEqual("allowed", agent.value("threads", "name"))
            agent.item("threads", "leaves")
            last = agent.end()[-1]
            self.assertEqual((LEAVING, "after task task.52: it left a thread running: stray"), (last.kind, last.text))
            self.assertEqual(DONE, agent.ended(52).state)

    def test_an_interpreter_leaves_when_its_directory_is_gone(self):
        directory = tempfile.mkdtemp()
        with AgentProcess(working_directory=directory) as agent:
            agent.item("os", "rmdir", directory)
            last = agent.end()[-1]
            self.assertEqual(LEAVING, last.kind)
            self.assertIn(directory, last.text)

    def test_missing_versions_refuse_the_start(self):
        with AgentProcess({"versioned_modules": [["json", "0.1"], ["nosuch", "1"]]}) as agent:
            last = agent.end()[-1]
            self.assertEqual(REFUSED, last.kind)
            self.assertTrue(last.text.startswith("nosuch not found. (interpreter /"), last.text)
            self.assertIn(f"Python {sys.version.split()[0]})", last.text)

    def test_the_end_of_the_input_ends_a_running_task_and_its_children(self):
        with AgentProcess() as agent:
            agent.module(
                "runs",
                "import subprocess\ndef f():\n    p = subprocess.Popen(['sleep', '1000'])\n    print(p.pid)\n    p.wait()\n",
            )
            agent.item("runs", "f")
            child = os.pidfd_open(int(agent.wait(OUTPUT).text))
            self.addCleanup(os.close, child)
            agent.process.stdin.close()
            agent.end()
            self.assertTrue(select.select([child], [], [], 20)[0], "the child runs on")
