"""Files and classes that tasks bring as raptor_file and raptor_class."""

import os
import sys

from tests.harness import CODE, value_of
from tests.test_modes import ModeTest

FILE = """
import scalems_actors
import sibling

scale = 10

class Atom:
    def __init__(self, x): self.x = x

def scaled(x): return scale * x

def where(): return __name__

def position(atom): return atom.x

class MyWorker(scalems_actors.Worker):
    def __init__(self):
        self.register_mode("dock", self._dock)
        self.seen = 0

    def _dock(self, task):
        self.seen += 1
        return task["ligand"], self.seen

    def count(self, step=1):
        self.seen += step
        return self.seen

    def dock_twice(self):
        return self.get_dispatcher("dock")({"ligand": "x"}), self.get_dispatcher("nosuch")

class Plain:
    def hello(self, name): return "hello " + name

class Needs:
    def __init__(self, cfg, session): pass

class Replaces(scalems_actors.Worker):
    def __init__(self): self.register_mode("task.eval", lambda task: "mine: " + task["code"])
"""


class RaptorClass(ModeTest):
    def setUp(self):
        super().setUp()
        self.path = self.agent.module("sub.mine", FILE)
        self.agent.module("sub.sibling", "")

    def mine(self, mode, kind=None, **description):
        return self.run_mode(mode, raptor_file="sub/mine.py", **({"raptor_class": kind} if kind else {}), **description)

    def test_functions_of_a_file(self):
        ended = self.mine("task.function", function="scaled", args=[4])
        self.assertEqual((40, 1), (value_of(ended), ended.code))
        identity = self.agent.wait(CODE).identity
        self.assertEqual("python:" + self.path, identity["module"])
        self.assertEqual(sorted([self.path, self.path.replace("mine", "sibling")]), identity["files"])
        self.assertEqual(40, self.value("task.function", raptor_file=self.path, function="scaled", args=[4]))
        # What the file does not have is found as without it, and has no code of the file.
        self.assertEqual((3, 2), (value_of(ended := self.mine("task.function", function="math.sqrt", args=[9])), ended.code))
        self.assertEqual(2, value_of(self.mine("task.function", "MyWorker", function="len", args=["ab"])))

    def test_a_method_as_a_function(self):
        self.assertEqual(2, value_of(self.mine("task.function", "MyWorker", function="count", args=[2])))
        self.assertEqual(20, value_of(self.mine("task.function", "MyWorker", function="scaled", args=[2])))

    def test_methods_share_one_instance(self):
        counts = [value_of(self.mine("task.method", "MyWorker", method="count", args=[2])) for _ in range(3)]
        self.assertEqual([2, 4, 6], counts)
        self.assertEqual(7, value_of(self.mine("task.method", method="MyWorker.count")))
        self.assertEqual([["x", 8], None], value_of(self.mine("task.method", "MyWorker", method="dock_twice")))

    def test_a_class_need_not_derive_from_the_base(self):
        self.assertEqual("hello you", value_of(self.mine("task.method", "Plain", method="hello", args=["you"])))

    def test_a_class_of_a_module(self):
        self.agent.module(
            "lib.workers",
            "size = 3\nclass W:\n    count = 0\n    def add(self):\n        self.count += 1\n        return self.count\n",
        )
        for expected in (1, 2):
            ended = self.run_mode("task.method", raptor_class="lib.workers.W", method="add")
            self.assertEqual((expected, 1), (value_of(ended), ended.code))
        ended = self.run_mode("task.eval", raptor_class="lib.workers.W", code="self.count + size")
        self.assertEqual((5, 1), (value_of(ended), ended.code))

    def test_a_mode_that_the_class_registers(self):
        for expected in (1, 2):
            ended = self.mine("dock", "MyWorker", ligand={"$complex": [1, 0]})
            self.assertEqual([{"$complex": [1.0, 0.0]}, expected], value_of(ended))
            self.assertEqual(1, ended.code)
        text = self.fails(self.mine("nosuch", "MyWorker"), "invalid", "invalid task")
        self.assertIn("task.exec, dock", text)
        self.assertNotIn("dock", self.fails(self.run_mode("nosuch"), "invalid", "invalid task"))

    def test_a_class_may_replace_a_mode(self):
        self.assertEqual("mine: 1 + 1", value_of(self.mine("task.eval", "Replaces", code="1 + 1")))
        self.assertEqual(2, value_of(self.mine("task.eval", "MyWorker", code="1 + 1")))

    def test_a_mode_that_a_file_registers(self):
        self.agent.module("modes", "import scalems_actors\nscalems_actors.register_mode('twice', lambda task: 2 * task['x'])\n")
        self.assertEqual(6, self.value("twice", raptor_file="modes.py", x=3))
        self.is_invalid("nosuch", "task.exec, twice", raptor_file="modes.py")

    def test_code_has_the_names_of_the_file(self):
        ended = self.mine("task.eval", code="scaled(scale)")
        self.assertEqual((100, 1), (value_of(ended), ended.code))
        self.assertEqual(30, value_of(self.mine("task.exec", code="global scale\nscale = 3\nreturn scale * 10")))
        self.assertEqual(11, value_of(self.mine("task.exec", pre_exec=["scale += 1"], code="return scale")))
        self.assertEqual(10, value_of(self.mine("task.eval", code="scale")))

    def test_values_of_classes_of_the_file_are_its_arguments(self):
        atom = value_of(self.mine("task.eval", code="Atom(5)"))
        self.assertEqual(5, value_of(self.mine("task.function", function="position", args=[atom])))

    def test_files_of_one_name_are_two_modules(self):
        self.agent.module("other.mine", "def scaled(x): return -x\n")
        names = [value_of(self.mine("task.function", function="where"))]
        self.assertEqual(-1, self.value("task.function", raptor_file="other/mine.py", function="scaled", args=[1]))
        self.assertEqual(10, value_of(self.mine("task.function", function="scaled", args=[1])))
        self.assertIn("mine", names[0])

    def test_the_directory_of_a_file_is_searched_during_its_import_only(self):
        self.mine("task.eval", code="1")
        self.assertNotIn(os.path.dirname(self.path), value_of(self.mine("task.eval", code="__import__('sys').path")))

    def test_the_variables_of_a_task_are_set_before_its_file_is_imported(self):
        self.agent.module("reads", "import os\nread = os.environ.get('OWN')\n")
        self.assertEqual("1", self.value("task.eval", raptor_file="reads.py", code="read", environment={"OWN": "1"}))
        self.assertIsNone(self.value("task.eval", raptor_file="reads.py", code="os.environ.get('OWN')"))

    def test_a_file_that_fails_is_tried_again(self):
        path = self.agent.module("broken", "x = 1 / 0\n")
        ended = self.run_mode("task.eval", raptor_file="broken.py", code="x")
        self.fails(ended, "user_error", "ZeroDivisionError")
        self.assertIn(f'File "{path}", line 1', ended.outcome["exception_detail"])
        self.assertNotIn("scalems_actors", ended.outcome["exception_detail"])
        self.agent.module("broken", "import nosuchthing\n")
        text = self.fails(self.run_mode("task.eval", raptor_file="broken.py", code="x"), "user_error", "ModuleNotFoundError")
        self.assertIn(sys.version.split()[0], text)
        self.agent.module("broken", "x = 2\n")
        self.assertEqual(2, self.value("task.eval", raptor_file="broken.py", code="x"))

    def test_an_installed_file_has_a_version_of_its_own(self):
        path = self.agent.module("site-packages.tool", "x = 1\n")
        self.assertEqual(1, self.run_mode("task.eval", raptor_file="site-packages/tool.py", code="x").code)
        identity = self.agent.wait(CODE).identity
        self.assertEqual([path], identity["files"])
        self.assertEqual(32, len(identity["version"].split()[0]))

    def test_what_does_not_exist_is_an_invalid_task(self):
        self.is_invalid("task.eval", "nosuch.py", self.agent.directory, raptor_file="nosuch.py", code="1")
        self.is_invalid("task.eval", "/nosuch/file.py", raptor_file="/nosuch/file.py", code="1")
        self.is_invalid("task.eval", ".py file", raptor_file="sub", code="1")
        self.is_invalid("task.eval", "raptor_file must be a text", raptor_file=1, code="1")
        misspelled = {"raptor_file": "sub/mine.py", "raptor_class": "MyWorkr"}
        self.is_invalid("task.eval", "file sub/mine.py has no class MyWorkr", "mean MyWorker", code="1", **misspelled)
        self.is_invalid("task.eval", "scale of file sub/mine.py is a int", raptor_file="sub/mine.py", raptor_class="scale", code="1")
        self.is_invalid("task.eval", "mymodule.Alone", raptor_class="Alone", code="1")
        self.is_invalid("task.eval", "no module nosuch", raptor_class="nosuch.Class", code="1")
        self.is_invalid("task.eval", "no class Nosuch", "module json", raptor_class="json.Nosuch", code="1")
        self.is_invalid("task.eval", "without arguments", "cfg, session", raptor_file="sub/mine.py", raptor_class="Needs", code="1")
        mine = {"raptor_file": "sub/mine.py", "raptor_class": "MyWorker"}
        self.is_invalid("task.method", "no method cont", "mean count", method="cont", **mine)
        self.is_invalid("task.method", "seen of class MyWorker", "not a method", method="seen", **mine)
        self.is_invalid("task.method", "twice", method="count", module="json", **mine)
        self.is_invalid("task.function", "no function nosuch", "class MyWorker of file sub/mine.py has none", function="nosuch", **mine)
        self.is_invalid("task.method", "Nosuch.f", "nor a class of file sub/mine.py", method="Nosuch.f", raptor_file="sub/mine.py")

    def test_null_is_no_file_and_no_class(self):
        for nothing in (None, ""):
            self.assertEqual(3, self.value("task.function", raptor_file=nothing, raptor_class=nothing, function="math.sqrt", args=[9]))
            self.assertEqual(3, self.value("task.eval", raptor_file=nothing, raptor_class=nothing, code="3"))
