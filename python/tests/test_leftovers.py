"""What a task leaves is gone when the next one begins."""

import unittest

from tests.harness import LEAVING, OUTPUT, AgentProcess, value_of

_STATE = (
    "import os, sys, signal, locale, warnings\n"
    "def state():\n"
    "    mask = os.umask(0)\n    os.umask(mask)\n"
    "    handlers = [str(signal.getsignal(n)) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGUSR1, signal.SIGALRM)]\n"
    "    return [os.getcwd(), dict(os.environ), sys.path, sys.argv, mask, handlers, locale.setlocale(locale.LC_ALL),\n"
    "        repr(warnings.filters), repr(sys.stdout)[:30], signal.getitimer(signal.ITIMER_REAL)[0], os.popen('echo $LEFT').read()]\n"
)


class Leftovers(unittest.TestCase):
    def setUp(self):
        self.agent = AgentProcess()
        self.agent.__enter__()
        self.addCleanup(self.agent.__exit__, None, None, None)

    def test_the_state_of_the_process_is_put_back(self):
        self.agent.module("state", _STATE)
        self.agent.module("changes", "import os, sys, signal, locale, warnings, tempfile, shutil\ndef do(text): exec(text, globals())\n")
        self.agent.value("changes", "do", "")
        before = self.agent.value("state", "state")
        for text in (
            "os.chdir('/')",
            "d = tempfile.mkdtemp(); os.chdir(d); os.rmdir(d)",
            "os.environ['LEFT'] = 'x'; os.environ.pop('PATH')",
            "os.environ = {}",
            "os.environ.clear()",
            "sys.path.insert(0, '/left')",
            "sys.path = ['/left']",
            "sys.argv = ['left']",
            "sys.argv.append('left')",
            "os.umask(0o077)",
            "signal.signal(signal.SIGTERM, signal.SIG_IGN); signal.signal(signal.SIGINT, signal.SIG_IGN)",
            "signal.signal(signal.SIGALRM, print); signal.alarm(1000)",
            "warnings.simplefilter('error')",
            "warnings.filters.clear()",
            "locale.setlocale(locale.LC_ALL, 'C')",
            "sys.stdout = sys.stderr = sys.stdin = None",
            "os.dup2(os.open('/dev/null', os.O_RDWR), 1)",
            "os.close(0); os.close(1); os.close(2)",
            "sys.setrecursionlimit(90)",
        ):
            with self.subTest(text):
                self.agent.value("changes", "do", text)
                self.assertEqual(before, self.agent.value("state", "state"))

    def test_what_cannot_be_put_back_ends_the_interpreter(self):
        for text, reason in (
            ("import resource; resource.setrlimit(resource.RLIMIT_CORE, (0, 0))", "resource limit"),
            ("import os; os.nice(1)", "priority"),
        ):
            with self.subTest(text), AgentProcess() as agent:
                agent.module("changes", "def do(text): exec(text, globals())\n")
                agent.ended(agent.item("changes", "do", text))
                self.assertIn(reason, agent.wait(LEAVING).text)

    def test_a_pool_that_is_left_open_ends_with_the_interpreter(self):
        self.agent.module(
            "pools",
            "from multiprocessing import Pool\ndef square(n): return n * n\n"
            "def f():\n    global pool\n    pool = Pool(2)\n    return pool.map(square, range(3))\n",
        )
        task = self.agent.item("pools", "f")
        self.assertEqual([0, 1, 4], self.agent.ended(task).outcome["return_value"])
        self.assertIn("left a thread running", self.agent.wait(LEAVING).text)

    def test_a_cancel_works_after_a_task_that_took_its_signal(self):
        self.agent.module("takes", "import signal\ndef f(): signal.signal(signal.SIGINT, signal.SIG_IGN)\n")
        self.agent.value("takes", "f")
        task = self.agent.item("time", "sleep", 1000)
        self.agent.begun(task)
        self.agent.cancel(task)
        self.assertEqual({}, self.agent.ended(task).outcome)

    def test_processes_are_ended_with_their_children(self):
        self.agent.module(
            "starts",
            "import subprocess\n"
            "def f(): return [subprocess.Popen(['sleep', '1000']).pid,\n"
            "    int(subprocess.run(['sh', '-c', 'setsid sleep 1000 >/dev/null 2>&1 & echo $!'], stdout=-1).stdout)]\n"
            "def alive(pids):\n    import os\n    return [pid for pid in pids if os.path.exists(f'/proc/{pid}')]\n",
        )
        pids = self.agent.value("starts", "f")
        self.assertEqual(2, len(pids))
        self.assertEqual([], self.agent.value("starts", "alive", pids))

    def test_pools_of_processes_work(self):
        self.agent.module(
            "pools",
            "import sys, multiprocessing, concurrent.futures as futures\n"
            "def square(x):\n    sys.stdout.write(f'in {x}\\n')\n    sys.stdout.flush()\n    return x * x\n"
            "def f(method):\n"
            "    with multiprocessing.get_context(method).Pool(2) as pool: return pool.map(square, range(5))\n"
            "def g():\n"
            "    with futures.ProcessPoolExecutor(2) as pool: return list(pool.map(square, range(5)))\n",
        )
        for _ in range(2):
            for arguments in (("f", "fork"), ("f", "spawn"), ("f", "forkserver"), ("g",)):
                with self.subTest(arguments):
                    ended = self.agent.run("pools", *arguments)
                    self.assertEqual([0, 1, 4, 9, 16], value_of(ended))
                    self.assertEqual(5, ended.outcome["stdout"].count("in "))
                    self.assertEqual("", ended.outcome.get("stderr", ""))

    def test_a_forked_process_is_no_agent(self):
        self.agent.module(
            "forks",
            "import os\n"
            "def f():\n    pid = os.fork()\n    if pid == 0:\n        print('child')\n        os._exit(5)\n"
            "    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])\n"
            "def returns():\n    pid = os.fork()\n    if pid:\n        os.waitpid(pid, 0)\n    return pid > 0\n",
        )
        ended = self.agent.run("forks", "f")
        self.assertEqual((5, "child\n"), (value_of(ended), ended.outcome["stdout"]))
        self.assertIs(True, self.agent.value("forks", "returns"))
        self.assertEqual(1, self.agent.value("builtins", "abs", -1))
