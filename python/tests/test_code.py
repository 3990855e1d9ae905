"""The identity of code, and that imports run the source as it is."""

import os
import subprocess
import sys
import unittest

from tests.harness import CANCELED, CODE, ENDED, AgentProcess


class Code(unittest.TestCase):
    def identity(self, agent, name):
        return agent.wait(CODE, lambda frame: frame.identity["module"] == f"python:{name}").identity

    def test_the_version_follows_all_user_modules_that_are_imported(self):
        texts = {
            "top": "from pack import mid\ndef f():\n    import lazy\n    import nosuch\n    return mid.f()\n",
            "pack.__init__": "",
            "pack.mid": "from . import low\nfrom .low import value\ndef f(): return value\n",
            "pack.low": "import json\nvalue = 1\n",
            "pack.unused": "",
            "lazy": "",
        }
        versions = []
        for change in (None, *texts):
            with AgentProcess() as agent:
                paths = {name: agent.module(name, text + ("#" if name == change else "")) for name, text in texts.items()}
                agent.run("top", "f")
                identity = self.identity(agent, "top")
                expected = sorted(path for name, path in paths.items() if name != "pack.unused")
                self.assertEqual(expected, identity["files"])
                self.assertTrue(all(map(os.path.isabs, identity["files"])))
                versions.append(identity["version"])
        self.assertTrue(versions[0].endswith(f" Python {sys.version.split()[0]}"))
        self.assertEqual(32, len(versions[0].split()[0]))
        changed = {name: version != versions[0] for name, version in zip(texts, versions[1:])}
        self.assertEqual({name: name != "pack.unused" for name in texts}, changed)

    def test_an_installed_module_has_the_version_of_its_package(self):
        with AgentProcess() as agent:
            agent.run("json.decoder", "JSONDecoder")
            agent.run("math", "sqrt", 1)
            import json

            python = f"Python {sys.version.split()[0]}"
            for name, version in (("json.decoder", f"{json.__version__} {python}"), ("math", python)):
                self.assertEqual({"module": f"python:{name}", "version": version, "files": []}, self.identity(agent, name))

    def test_an_edit_within_the_same_second_is_seen(self):
        with AgentProcess() as agent:
            path = agent.module("edited", "def f(): return 1\n")
            os.utime(path, (1_000_000_000, 1_000_000_000))
            environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
            subprocess.run([sys.executable, "-c", "import edited"], cwd=agent.directory, env=environment, check=True)
            self.assertTrue(os.listdir(os.path.join(agent.directory, "__pycache__")))
            agent.module("edited", "def f(): return 2\n")
            os.utime(path, (1_000_000_000, 1_000_000_000))
            self.assertEqual(2, agent.value("edited", "f"))

    def test_a_module_is_named_before_its_task_ends(self):
        with AgentProcess() as agent:
            agent.module("slow", "import threading\ndef f(): threading.Event().wait()\n")
            task = agent.item("slow", "f")
            self.identity(agent, "slow")
            self.assertFalse([frame for frame in agent.frames if frame.kind == ENDED])
            agent.cancel(task)
            self.assertEqual((CANCELED, 1), (agent.ended(task).state, agent.ended(task).code))

    def test_modules_of_the_user_come_before_the_archive(self):
        with AgentProcess() as agent:
            agent.module("paths", "import sys\ndef f(): return sys.path\n")
            path = agent.value("paths", "f")
            self.assertEqual(agent.directory, path[0])
            self.assertIn("/fd/", path[-1])
            self.assertNotIn("", path)
