"""What a task gets, and what comes back of it."""

import base64
import pickle
import unittest

from tests.harness import BEGUN, CODE, DONE, ENDED, FAILED, READY, AgentProcess, value_of


def _importable(name):
    try:
        __import__(name)
        return True
    except ImportError:
        return False


class Tasks(unittest.TestCase):
    def setUp(self):
        self.agent = AgentProcess()
        self.agent.__enter__()
        self.addCleanup(self.agent.__exit__, None, None, None)

    def fails(self, ended, kind, name):
        self.assertEqual((FAILED, kind, name), (ended.state, ended.outcome["error_kind"], ended.outcome["error_type"]), ended.outcome)
        self.assertTrue(ended.outcome["exception"].startswith(name), ended.outcome)
        return ended.outcome["exception"]

    def test_a_work_item_prints(self):
        ended = self.agent.run("builtins", "print", "hello", "world")
        self.assertEqual(DONE, ended.state)
        self.assertEqual({"exit_code": 0, "stdout": "hello world\n"}, ended.outcome)

    def test_ready_has_no_code_and_comes_first(self):
        self.assertEqual(b"\0\0\0\0\1", self.agent.wait(READY).content)

    def test_tasks_begin_and_end_in_order(self):
        numbers = [self.agent.item("operator", "add", index, 1) for index in range(500)]
        self.assertEqual([index + 1 for index in range(500)], [value_of(self.agent.ended(number)) for number in numbers])
        marks = [(frame.kind, frame.sequence) for frame in self.agent.frames if frame.kind in (BEGUN, ENDED)]
        self.assertEqual([(kind, number) for number in numbers for kind in (BEGUN, ENDED)], marks)

    def test_a_description_wraps_a_work_item(self):
        item = {"func": "print", "module": "builtins", "args": ["hello"], "kwargs": {"end": ""}, "comm_arg_name": None}
        ended = self.agent.ended(self.agent.describe(uid="x", function="run_in_worker", kwargs={"work_item": item}))
        self.assertEqual("hello", ended.outcome["stdout"])

    def test_a_description_names_a_function_in_three_ways(self):
        for names in ({"function": "math.sqrt"}, {"module": "math", "function": "sqrt"}):
            self.assertEqual(3, value_of(self.agent.ended(self.agent.describe(args=[9], **names))))
        self.assertEqual(2, value_of(self.agent.ended(self.agent.describe(function="len", args=["ab"]))))

    def test_a_method_of_a_class_is_a_function_of_its_module(self):
        self.agent.module("shapes", "class Square:\n    @staticmethod\n    def area(side): return side * side\n")
        self.assertEqual(16, self.agent.value("shapes", "Square.area", 4))

    def test_a_task_has_its_environment_alone(self):
        self.agent.module("reads", "import os\ndef read(name): return os.environ.get(name), os.popen('echo $' + name).read()\n")
        variables = {"GREETING": "hi", "HOME": "/nowhere"}
        home = self.agent.value("reads", "read", "HOME")
        task = self.agent.describe(module="reads", function="read", args=["GREETING"], environment=variables)
        self.assertEqual(["hi", "hi\n"], value_of(self.agent.ended(task)))
        self.assertEqual([None, "\n"], self.agent.value("reads", "read", "GREETING"))
        self.assertEqual(home, self.agent.value("reads", "read", "HOME"))

    def test_a_variable_of_the_first_task_of_a_module_does_not_stay(self):
        self.agent.module("sets", "import os\nos.environ['KEPT'] = '1'\ndef read(name): return os.environ.get(name)\n")
        task = self.agent.describe(module="sets", function="read", args=["OWN"], environment={"OWN": "1"})
        self.assertEqual("1", value_of(self.agent.ended(task)))
        self.assertIsNone(self.agent.value("sets", "read", "OWN"))
        self.assertEqual("1", self.agent.value("sets", "read", "KEPT"))

    def test_PYTHONPATH_of_a_task_adds_directories(self):
        self.agent.module("extra.hidden", "def f(): return 7\n")
        environment = {"PYTHONPATH": f"{self.agent.directory}/extra"}
        task = self.agent.describe(module="hidden", function="f", environment=environment)
        self.assertEqual(7, value_of(self.agent.ended(task)))
        self.agent.module("paths", "import sys\ndef f(): return sys.path\n")
        self.assertNotIn(environment["PYTHONPATH"], self.agent.value("paths", "f"))

    def test_coroutines_and_awaitables_are_awaited(self):
        self.agent.module(
            "later",
            "import asyncio\n"
            "async def double(x):\n    await asyncio.sleep(0)\n    return 2 * x\n"
            "class Later:\n    def __await__(self):\n        yield from asyncio.sleep(0).__await__()\n        return 5\n"
            "def later(): return Later()\n"
            "async def fails():\n    raise ValueError('late')\n",
        )
        self.assertEqual(42, self.agent.value("later", "double", 21))
        self.assertEqual(5, self.agent.value("later", "later"))
        detail = self.agent.run("later", "fails").outcome["exception_detail"]
        self.assertIn("in fails", detail)
        self.assertNotIn("asyncio", detail)

    def test_more_than_one_rank_is_refused(self):
        self.assertIn("ranks is 2", self.fails(self.agent.ended(self.agent.describe(function="len", ranks=2)), "invalid", "invalid task"))

    def test_a_communicator_of_one_rank(self):
        self.agent.module("ranks", "def last(a, comm): return a, comm.size\ndef named(a, *, c): return a, c.rank\n")
        for name, function, expected in (("", "last", ["x", 1]), ("c", "named", ["x", 0])):
            item = {"func": function, "module": "ranks", "args": ["x"], "kwargs": {}, "comm_arg_name": name}
            ended = self.agent.ended(self.agent.task(0, item))
            if _importable("mpi4py"):
                self.assertEqual(expected, value_of(ended))
            else:
                self.assertIn("mpi4py", self.fails(ended, "startup", "no communicator"))

    def _python_task(self, library):
        # Both libraries pickle a function of __main__ by value.
        names = {"__name__": "__main__"}
        exec("def make(scale):\n    return lambda x, y=0: scale * x + y", names)
        task = {"func": library.dumps(names["make"](3)), "args": [5], "kwargs": {"y": 1}}
        text = base64.b64encode(pickle.dumps(task)).decode()
        self.assertEqual(16, value_of(self.agent.ended(self.agent.describe(function=text))))

    @unittest.skipUnless(_importable("dill"), "dill is not installed")
    def test_a_function_pickled_by_dill(self):
        import dill

        self._python_task(dill)

    @unittest.skipUnless(_importable("cloudpickle"), "cloudpickle is not installed")
    def test_a_function_pickled_by_cloudpickle(self):
        import cloudpickle

        self._python_task(cloudpickle)

    def test_a_function_pickled_by_name(self):
        text = base64.b64encode(pickle.dumps({"func": divmod, "args": [7], "kwargs": {}})).decode()
        self.assertEqual([3, 1], value_of(self.agent.ended(self.agent.describe(function=text, args=[2]))))

    def test_an_unknown_name_is_no_pickle(self):
        for name in ("nosuch", "no such", "nosu"):
            text = self.fails(self.agent.ended(self.agent.describe(function=name)), "invalid", "invalid task")
            self.assertIn(name, text)
            self.assertNotIn("padding", text)

    def test_code_is_announced_once_and_numbered(self):
        self.agent.module("first", "def f(): pass\n")
        ends = [self.agent.run(*names) for names in (("first", "f"), ("math", "sqrt", 1), ("first", "f"))]
        self.assertEqual([1, 2, 1], [ended.code for ended in ends])
        names = [frame.identity["module"] for frame in self.agent.frames if frame.kind == CODE]
        self.assertEqual(["python:first", "python:math"], names)
