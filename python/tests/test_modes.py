"""The modes of tasks that an interpreter runs: methods, code, and what users register."""

import base64
import pickle
import unittest

from tests.harness import CANCELED, CODE, FAILED, OUTPUT, REFUSED, AgentProcess, value_of


class ModeTest(unittest.TestCase):
    start = {}

    def setUp(self):
        self.agent = AgentProcess(self.start)
        self.agent.__enter__()
        self.addCleanup(self.agent.__exit__, None, None, None)

    def run_mode(self, mode, **description):
        return self.agent.ended(self.agent.task(1, {"mode": mode, **description}))

    def value(self, mode, **description):
        return value_of(self.run_mode(mode, **description))

    def fails(self, ended, kind, name):
        self.assertEqual((FAILED, kind, name), (ended.state, ended.outcome["error_kind"], ended.outcome["error_type"]), ended.outcome)
        return ended.outcome["exception"]

    def is_invalid(self, mode, *parts, **description):
        text = self.fails(self.run_mode(mode, **description), "invalid", "invalid task")
        for part in parts:
            self.assertIn(part, text)


class Methods(ModeTest):
    COUNTER = (
        "class Counter:\n    def __init__(self): self.count = 0\n"
        "    def add(self, step=1):\n        self.count += step\n        return self.count\n"
    )

    def test_an_instance_keeps_its_state_between_tasks(self):
        self.agent.module("pack.counting", self.COUNTER)
        self.assertEqual(1, self.value("task.method", method="pack.counting.Counter.add"))
        self.assertEqual(6, self.value("task.method", method="Counter.add", module="pack.counting", args=[5]))
        ended = self.run_mode("task.method", method="Counter.add", module="pack.counting", kwargs={"step": 4})
        self.assertEqual((10, 1), (value_of(ended), ended.code))
        identity = self.agent.wait(CODE).identity
        self.assertEqual("python:pack.counting", identity["module"])

    def test_a_constructor_that_fails_is_called_again_by_the_next_task(self):
        self.agent.module(
            "flaky",
            "calls = []\n"
            "class Flaky:\n    def __init__(self):\n        calls.append(1)\n        if len(calls) < 3: raise OSError('not yet')\n"
            "    def calls(self): return len(calls)\n",
        )
        for _ in range(2):
            ended = self.run_mode("task.method", method="flaky.Flaky.calls")
            self.assertEqual("OSError: not yet", self.fails(ended, "user_error", "OSError"))
            self.assertIn("flaky.py", ended.outcome["exception_detail"])
            self.assertNotIn("scalems_actors", ended.outcome["exception_detail"])
        for _ in range(2):
            self.assertEqual(3, self.value("task.method", method="flaky.Flaky.calls"))

    def test_a_method_may_be_a_coroutine(self):
        self.agent.module("later", "class Later:\n    async def double(self, x): return 2 * x\n")
        self.assertEqual(8, self.value("task.method", method="later.Later.double", args=[4]))

    def test_what_a_constructor_sets_stays(self):
        self.agent.module(
            "stays",
            "import os, threading\n"
            "class Stays:\n    def __init__(self):\n        os.environ['STAYS'] = '1'\n"
            "        threading.Thread(target=threading.Event().wait, daemon=True).start()\n"
            "    def read(self): return os.environ.get('STAYS'), os.environ.get('OWN')\n",
        )
        self.assertEqual(["1", "2"], self.value("task.method", method="stays.Stays.read", environment={"OWN": "2"}))
        self.assertEqual(["1", None], self.value("task.method", method="stays.Stays.read"))

    def test_a_wrong_method_is_an_invalid_task(self):
        needs = "class Needs:\n    def __init__(self, cfg, session, more=1): pass\n    size = 3\n"
        self.agent.module("counting", self.COUNTER + needs + "x = 1\n")
        self.is_invalid("task.method", "needs the key method")
        self.is_invalid("task.method", "Class.method", method="add")
        self.is_invalid("task.method", "Class.method", method="Counter.add")
        self.is_invalid("task.method", "Class.method", method="add", module="counting")
        self.is_invalid("task.method", "module must be a text", method="Counter.add", module=1)
        self.is_invalid("task.method", "no module nosuch", method="nosuch.Counter.add")
        self.is_invalid("task.method", "no class Conter", "did you mean Counter", method="counting.Conter.add")
        self.is_invalid("task.method", "x of module counting is a int", method="counting.x.add")
        self.is_invalid("task.method", "no method ad", "did you mean add", method="counting.Counter.ad")
        self.is_invalid("task.method", "Needs", "without arguments", "requires cfg, session", method="counting.Needs.size")
        self.is_invalid("task.method", "unexpected keyword", method="counting.Counter.add", kwargs={"nosuch": 1})


class Code(ModeTest):
    def test_the_value_of_an_expression(self):
        ended = self.run_mode("task.eval", code="40 + 2")
        self.assertEqual((42, 0), (value_of(ended), ended.code))
        self.assertEqual([0, 1, 4], self.value("task.eval", code="\n  [x * x\n   for x in range(3)]\n"))
        self.assertIsNone(self.value("task.eval", code="(kept := 1) and None"))
        self.fails(self.run_mode("task.eval", code="kept"), "user_error", "NameError")

    def test_an_expression_may_await(self):
        self.assertEqual(3, self.value("task.eval", code="await __import__('asyncio').sleep(0, 3)"))
        self.assertEqual(3, self.value("task.eval", code="__import__('asyncio').sleep(0, 3)"))

    def test_text_that_is_no_expression_tells_its_line(self):
        ended = self.run_mode("task.eval", code="(1 +\n 2 +* 2)")
        text = self.fails(ended, "user_error", "SyntaxError")
        self.assertTrue(text.startswith("SyntaxError: ") and text.endswith("(<task.eval>, line 2)"), text)
        self.assertIn("2 +* 2)", ended.outcome["exception_detail"])
        self.assertNotIn("scalems_actors", ended.outcome["exception_detail"])
        self.fails(self.run_mode("task.eval", code="x = 1"), "user_error", "SyntaxError")

    def test_an_error_in_an_expression_shows_its_line(self):
        detail = self.run_mode("task.eval", code="\n\n(1 +\n 1 / 0)").outcome["exception_detail"]
        self.assertIn('File "<task.eval>", line 4', detail)
        self.assertIn("1 / 0", detail)

    def test_a_type_error_of_code_is_the_users(self):
        self.fails(self.run_mode("task.eval", code="len(1)"), "user_error", "TypeError")
        self.fails(self.run_mode("task.exec", code="return len(1)"), "user_error", "TypeError")

    def test_code_runs_and_may_return_a_value(self):
        ended = self.run_mode("task.exec", code="print('hello')\nx = 1\n")
        self.assertEqual({"exit_code": 0, "stdout": "hello\n"}, ended.outcome)
        self.assertEqual(0, ended.code)
        code = "total = 0\nfor n in range(10):\n    if n == 4:\n        return total\n    total += n\n"
        self.assertEqual(6, self.value("task.exec", code=code))
        self.assertEqual("a\n    b", self.value("task.exec", code='text = """a\n    b"""\nreturn text'))

    def test_functions_and_classes_of_code_see_each_other(self):
        code = "def even(n): return n == 0 or odd(n - 1)\ndef odd(n): return n > 0 and even(n - 1)\nclass C:\n    value = even(4)\n"
        self.assertTrue(self.value("task.exec", code=code + "return C.value"))
        self.assertEqual("True\n", self.run_mode("task.exec", code=code + "print(C.value)").outcome["stdout"])

    def test_lines_that_run_before(self):
        lines = ["import math", "from os.path import *", "def half(x):", "    return x / 2"]
        self.assertEqual([3, "a/b", 2], self.value("task.exec", pre_exec=lines, code="return math.isqrt(9), join('a', 'b'), half(4)"))
        ended = self.run_mode("task.exec", pre_exec=["import math", "import nosuchthing"], code="return 1")
        self.assertIn("nosuchthing", self.fails(ended, "user_error", "ModuleNotFoundError"))
        self.assertIn('"<task.exec pre_exec>", line 2', ended.outcome["exception_detail"])
        self.is_invalid("task.exec", "pre_exec must be a list", pre_exec="import math", code="1")
        # For the other modes these are shell lines, which have run before the interpreter started.
        self.assertEqual(1, self.value("task.eval", pre_exec=["module load gcc"], code="1"))

    def test_tracebacks_of_code_have_its_lines(self):
        for end in ("", "\nreturn 1", "\nawait x", "\nawait x\nreturn 1"):
            detail = self.run_mode("task.exec", code="def f():\n    return 1 / 0\n\nf()  # here" + end).outcome["exception_detail"]
            for part in ('File "<task.exec>", line 4, in <module>', "f()  # here", "line 2, in ", "return 1 / 0"):
                self.assertIn(part, detail)
            self.assertNotIn("scalems_actors", detail)

    def test_code_that_does_not_compile_tells_its_line(self):
        for code in ("x = 1\nx = = 2\nreturn x", "x = 1\nbreak  # = 2", "return 1\nbreak  # = 2"):
            ended = self.run_mode("task.exec", code=code)
            self.assertIn("line 2", self.fails(ended, "user_error", "SyntaxError"))
            self.assertIn("= 2", ended.outcome["exception_detail"])

    def test_code_may_await(self):
        sleep = "import asyncio\nx = await asyncio.sleep(0, 7)\n"
        self.assertEqual(7, self.value("task.exec", code=sleep + "return x"))
        self.assertEqual("7\n", self.run_mode("task.exec", code=sleep + "print(x)").outcome["stdout"])
        code = "async def g():\n    yield 1\n    yield 2\nreturn [x async for x in g()]"
        self.assertEqual([1, 2], self.value("task.exec", code=code))

    def test_code_that_is_indented_as_a_whole(self):
        self.assertEqual(5, self.value("task.exec", code="\n    x = 2\n    if x:\n        x = 5\n    return x\n"))

    def test_no_name_stays(self):
        self.run_mode("task.exec", code="kept = 1")
        self.fails(self.run_mode("task.exec", code="return kept"), "user_error", "NameError")

    def test_code_has_its_environment(self):
        code = "__import__('os').environ.get('GREETING')"
        self.assertEqual("hi", self.value("task.eval", code=code, environment={"GREETING": "hi"}))
        self.assertEqual("hi", self.value("task.exec", code="return " + code, environment={"GREETING": "hi"}))
        self.assertIsNone(self.value("task.eval", code=code))

    def test_code_can_be_canceled(self):
        task = self.agent.task(1, {"mode": "task.exec", "code": "import time\nprint('on')\ntime.sleep(60)"})
        self.agent.wait(OUTPUT)
        self.agent.cancel(task)
        self.assertEqual(CANCELED, self.agent.ended(task).state)

    def test_code_may_exit(self):
        ended = self.run_mode("task.exec", code="import sys\nsys.exit(3)")
        self.assertEqual((FAILED, 3), (ended.state, ended.outcome["exit_code"]))

    def test_a_task_without_code_is_invalid(self):
        self.is_invalid("task.eval", "task.eval needs the key code")
        self.is_invalid("task.exec", "task.exec needs the key code", code=" ")
        self.is_invalid("task.exec", "ranks is 2", code="1", ranks=2)


class RegisteredModes(ModeTest):
    start = {"modes": {"dock": "docking", "fold": "docking", "none": "docking", "gone": "nosuchmodule"}}

    def setUp(self):
        super().setUp()
        self.agent.module(
            "docking",
            "import scalems_actors\nprint('imported')\n"
            "def dock(task): return sorted(task), task['ligand'], task.get('metadata')\n"
            "async def fold(task): return task['uid']\n"
            "scalems_actors.register_mode('dock', dock)\nscalems_actors.register_mode('fold', fold)\n",
        )

    def test_a_dispatcher_gets_the_description(self):
        first = self.run_mode("dock", ligand={"$bytes": "AP8="}, metadata={"a": 1})
        self.assertEqual([["ligand", "metadata", "mode"], {"$bytes": "AP8="}, {"a": 1}], value_of(first))
        self.assertEqual(("imported\n", 1), (first.outcome["stdout"], first.code))
        second = self.run_mode("dock", ligand="x")
        self.assertEqual([["ligand", "mode"], "x", None], value_of(second))
        self.assertEqual(1, second.code)
        self.assertEqual("python:docking", self.agent.wait(CODE).identity["module"])

    def test_values_of_a_description_are_decoded(self):
        text = base64.b64encode(pickle.dumps({1, 2})).decode()
        self.assertEqual([1, 2], self.value("dock", ligand={"$complex": [1, 2]}, metadata={"$pickle": text})[1]["$complex"])
        self.is_invalid("dock", "a $bytes in ligand", ligand={"$bytes": "!"})

    def test_a_dispatcher_may_be_a_coroutine(self):
        self.assertEqual("a", self.value("fold", uid="a"))

    def test_a_mode_that_its_module_does_not_register(self):
        self.is_invalid("none", "docking", "mode none")
        self.is_invalid("gone", "no module nosuchmodule")

    def test_an_unknown_mode_names_those_that_are_known(self):
        self.is_invalid("task.proc", "task.proc", "task.function, task.method, task.eval, task.exec, dock, fold")
        self.is_invalid(["x"], "mode must be a text")

    def test_an_error_of_a_dispatcher_is_the_users(self):
        ended = self.run_mode("dock")
        self.fails(ended, "user_error", "KeyError")
        self.assertNotIn("scalems_actors", ended.outcome["exception_detail"])

    def test_what_cannot_be_registered(self):
        code = "import scalems_actors\nscalems_actors.register_mode({}, {})"
        for name, dispatcher, error in (("'task.eval'", "len", "ValueError"), ("1", "len", "TypeError"), ("'x'", "1", "TypeError")):
            self.fails(self.run_mode("task.exec", code=code.format(name, dispatcher)), "user_error", error)

    def test_a_module_cannot_have_a_mode_of_the_interpreter(self):
        with AgentProcess({"modes": {"task.eval": "docking"}}) as agent:
            self.assertIn("task.eval", agent.wait(REFUSED).text)
