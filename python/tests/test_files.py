"""Files that tasks return."""

import dataclasses
import os
import pathlib
import pickle
import socket
import tempfile
import unittest

from scalems_actors import OutputFile, register_encoder, values
from scalems_actors.reading import decode
from scalems_actors.submission import payload_of
from tests.harness import FAILED, SUBMIT, AgentProcess, value_of
from tests.master import AnsweringAgent
from tests.test_values import json_of

KEY = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
REFERENCE = {"$file": KEY, "size": 5}

CODE = """
import os, tempfile
from scalems_actors import OutputFile, call

def makes(directory, name="result.txt"):
    os.chdir(directory)
    with open(name, "w") as file: file.write("hello")
    return OutputFile(name)

def makes_many(directory): return {"energies": [makes(directory, "a"), makes(directory, "b")], "count": 2, "bytes": b""}

async def makes_later(directory): return makes(directory)

def returns(path): return [OutputFile(path)]

def leaves():
    with tempfile.TemporaryDirectory() as directory: return makes(directory)

def makes_in_pool(directory):
    import multiprocessing
    with multiprocessing.get_context("fork").Pool(1) as pool: return pool.map(makes, [directory])

def size(path): return os.path.getsize(path)

def passes(directory): return call(size, makes(directory))

def passes_on(directory):
    made = call(makes, directory)
    return made, call(size, made), call(size, {"a": [made], "nan": float("nan")})
"""


@dataclasses.dataclass
class Report:
    file: OutputFile


class Encoded(Report):
    pass


register_encoder(Encoded, lambda encoded: {"file": encoded.file}, lambda value: value)


class FormsOfFiles(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = directory.name
        self.path = os.path.join(self.directory, "é.txt")
        pathlib.Path(self.path).write_text("hello")
        self.form = {"$file": {"path": self.path}}

    def refused(self, value, *texts):
        with self.assertRaises(values.NotSerializable) as raised:
            values.encode(value)
        for text in texts:
            self.assertIn(text, str(raised.exception))

    def test_a_file_has_its_form_at_any_place(self):
        file = OutputFile(self.path)
        for value, form in (
            (file, self.form),
            ([1, (file,)], [1, [self.form]]),
            ({"a": {"b": file}, "c": b""}, {"a": {"b": self.form}, "c": {"$bytes": ""}}),
            ({"$x": file}, {"$object": {"$x": self.form}}),
            (Encoded(file), {"$encoded": {"type": f"{__name__}.Encoded", "value": {"file": self.form}}}),
            (OutputFile(pathlib.Path(self.path)), self.form),
        ):
            self.assertEqual(form, json_of(value))

    def test_a_relative_path_is_that_of_the_working_directory_at_the_time(self):
        before = os.getcwd()
        try:
            os.chdir(self.directory)
            file = OutputFile("é.txt")
        finally:
            os.chdir(before)
        self.assertEqual({"$file": {"path": os.path.join(os.path.realpath(self.directory), "é.txt")}}, json_of(file))

    def test_a_link_to_a_file_is_one(self):
        link = os.path.join(self.directory, "link")
        os.symlink(self.path, link)
        self.assertEqual({"$file": {"path": link}}, json_of(OutputFile(link)))

    def test_what_is_not_a_file_is_named_with_its_path_and_place(self):
        pipe, link, name = (os.path.join(self.directory, name) for name in ("pipe", "link", "socket"))
        os.mkfifo(pipe)
        os.symlink("nowhere", link)
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(name)
            for path, text in (
                (os.path.join(self.directory, "none"), "there is no file {}"), (self.directory, "{} is a directory, not a file"),
                (pipe, "{} is a named pipe"), (name, "{} is a socket"), ("/dev/null", "{} is a device"),
                (link, "the link {} leads to no file"),
                (os.path.join(self.path, "x"), "the file {} cannot be found: Not a directory"),
            ):
                self.refused({"files": [OutputFile(path)]}, "the function returned an OutputFile at .files[0]", text.format(path))

    def test_a_path_that_no_worker_can_open_is_refused_at_once(self):
        for path in ("", "a\0b", "a\udcff", "\ud800"):
            with self.assertRaises(ValueError):
                OutputFile(path)
        for path in (b"a", 5, None):
            with self.assertRaises(TypeError):
                OutputFile(path)

    def test_in_a_pickled_object_it_is_refused_with_its_place(self):
        file = OutputFile(self.path)
        for value, place in ((Report(file), ".file"), ({"a": [Report(file)]}, ".a[0].file"), ({1: file}, "[1]"), ([{file}], "[0][0]")):
            self.refused(value, f" at {place}, ", self.path, "dictionaries with texts as keys")
        deep = [file]
        for _ in range(100):
            deep = [deep]
        self.refused(deep, self.path)

    def test_processes_of_a_task_may_pickle_it(self):
        file = OutputFile(self.path)
        self.assertEqual(file, pickle.loads(pickle.dumps(file)))
        self.refused({1: file}, self.path)
        self.assertEqual({file}, {pickle.loads(pickle.dumps(file))})

    def test_a_path_of_pathlib_is_no_file(self):
        self.assertEqual(["$pickle"], list(json_of(pathlib.Path(self.path))))

    def test_as_an_argument_it_is_refused(self):
        for value in (OutputFile(self.path), [Report(OutputFile(self.path))], OutputFile("/no/such"), Encoded(OutputFile(self.path))):
            with self.assertRaises(ValueError) as raised:
                payload_of({"func": "f", "module": "m", "args": [1, value], "kwargs": {}})
            self.assertIn("args[1] of the task is ", str(raised.exception))
        with self.assertRaises(ValueError) as raised:
            payload_of({"mode": "dock", "kwargs": {"ligand": {"a": OutputFile(self.path)}}})
        self.assertIn("kwargs.ligand of the task is an OutputFile at .a, which", str(raised.exception))
        self.assertIn(f"{self.path} must be the result of a task", str(raised.exception))

    def test_references_stay_as_they_are(self):
        for value in (REFERENCE, {"$file": KEY}, [{**REFERENCE, "name": "a"}, 1]):
            self.assertEqual([value, {"$float": "nan"}], json_of([value, float("nan")]))
            self.assertEqual(value, json_of(value))
            self.assertEqual(value, decode(value, "args"))
        # One key that begins with $ and is no reference: a dictionary like any other.
        for value in ({"$file": "x"}, {"$file": {"path": "/x"}}, {"$file": KEY.upper()}):
            self.assertEqual({"$object": value}, json_of(value))


class FilesOfTasks(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = os.path.realpath(directory.name)

    def form(self, name):
        return {"$file": {"path": os.path.join(self.directory, name)}}

    def test_functions_and_code_return_files(self):
        with AgentProcess() as agent:
            agent.module("files", CODE)
            for function in ("makes", "makes_later"):
                self.assertEqual(self.form("result.txt"), agent.value("files", function, self.directory))
            self.assertEqual([self.form("result.txt")], agent.value("files", "makes_in_pool", self.directory))
            many = {"energies": [self.form("a"), self.form("b")], "count": 2, "bytes": {"$bytes": ""}}
            self.assertEqual(many, agent.value("files", "makes_many", self.directory))
            self.assertEqual("hello", pathlib.Path(self.directory, "b").read_text())
            code = f"__import__('scalems_actors').OutputFile({self.directory + '/a'!r})"
            self.assertEqual(self.form("a"), value_of(agent.ended(agent.describe(mode="task.eval", code=code))))
            code = f"from scalems_actors import OutputFile\nreturn [OutputFile({self.directory + '/b'!r})]"
            self.assertEqual([self.form("b")], value_of(agent.ended(agent.describe(mode="task.exec", code=code))))

    def test_a_file_that_is_not_there_fails_the_task(self):
        with AgentProcess() as agent:
            agent.module("files", CODE)
            missing = agent.run("files", "returns", self.directory + "/none")
            self.assertEqual((FAILED, "invalid"), (missing.state, missing.outcome["error_kind"]))
            self.assertEqual("result cannot be serialized", missing.outcome["error_type"])
            self.assertIn(f"there is no file {self.directory}/none", missing.outcome["exception"])
            self.assertIn(f"{self.directory} is a directory", agent.run("files", "returns", self.directory).outcome["exception"])
            self.assertIn("result.txt; it must stay until the worker has copied it", agent.run("files", "leaves").outcome["exception"])
            self.assertEqual(1, agent.value("builtins", "abs", -1))

    def test_a_file_cannot_be_an_argument_of_a_sub_task(self):
        with AgentProcess() as agent:
            agent.module("files", CODE)
            ended = agent.run("files", "passes", self.directory)
            self.assertEqual((FAILED, "ValueError"), (ended.state, ended.outcome["error_type"]))
            self.assertIn("args[0] of the task is an OutputFile, which cannot be sent (the file ", ended.outcome["exception"])
            self.assertFalse([frame for frame in agent.frames if frame.kind == SUBMIT])

    def test_what_a_sub_task_returns_in_its_place_can(self):
        sent = []

        class Master(AnsweringAgent):
            def answer(self, submit):
                sent.append(submit.task["args"])
                self.sub_ended(submit.request, return_value=REFERENCE if submit.task["func"] == "makes" else 5)

        with Master() as agent:
            agent.module("files", CODE)
            self.assertEqual([REFERENCE, 5, 5], agent.value("files", "passes_on", self.directory))
        self.assertEqual([[self.directory], [REFERENCE], [{"a": [REFERENCE], "nan": {"$float": "nan"}}]], sent)
