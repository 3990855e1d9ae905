"""What tasks print."""

import unittest

from tests.harness import CANCELED, OUTPUT, AgentProcess, value_of


class Output(unittest.TestCase):
    def setUp(self):
        self.agent = AgentProcess({"output_limit": 10_000})
        self.agent.__enter__()
        self.addCleanup(self.agent.__exit__, None, None, None)

    def sent(self, task, stream):
        return "".join(f.text for f in self.agent.frames if f.kind == OUTPUT and f.sequence == task and f.stream == stream)

    def check(self, text, stdout="", stderr=""):
        self.agent.module("prints", text)
        task = self.agent.item("prints", "f")
        outcome = self.agent.ended(task).outcome
        self.assertEqual((stdout, stderr), (outcome.get("stdout", ""), outcome.get("stderr", "")), outcome)
        self.assertEqual((stdout, stderr), (self.sent(task, 0), self.sent(task, 1)))

    def test_both_streams_of_Python_code(self):
        self.check("import sys\ndef f():\n    print('out é')\n    print('err', file=sys.stderr, end='')\n", "out é\n", "err")

    def test_writes_past_Python_are_in_order(self):
        self.check(
            "import os, subprocess, sys, ctypes\n"
            "def f():\n"
            "    print('1')\n    os.write(1, b'2\\n')\n    print('3')\n    subprocess.run(['echo', '4'])\n"
            "    print('5')\n    sys.stdout.buffer.write('6é\\n'.encode())\n    print('7')\n    ctypes.CDLL(None).puts(b'8')\n",
            "1\n2\n3\n4\n5\n6é\n7\n8\n",
        )

    def test_C_code_to_the_error_stream(self):
        self.check("import os\ndef f():\n    os.write(2, b'half \\xc3')\n    os.write(2, b'\\xa9')\n", stderr="half é")

    def test_bytes_that_are_not_UTF_8_are_replaced(self):
        self.check(
            "import os, sys\ndef f():\n    os.write(1, b'a\\xff')\n    os.write(1, b'b\\xc3')\n    print(end='\\ud800', file=sys.stderr)\n",
            "a\ufffdb\ufffd",
            "?",
        )

    def test_more_than_a_pipe_holds(self):
        self.agent.module("prints", "import os\ndef f():\n    for _ in range(1000): os.write(1, b'x' * 1000)\n")
        task = self.agent.item("prints", "f")
        text = self.agent.ended(task).outcome["stdout"]
        self.assertEqual("x" * 10_000 + "\n[... 990000 more characters are not kept]\n", text)
        self.assertEqual(text, self.sent(task, 0))

    def test_a_task_after_one_with_much_output_starts_empty(self):
        self.agent.run("builtins", "print", "x" * 20_000)
        self.assertEqual("y\n", self.agent.run("builtins", "print", "y").outcome["stdout"])

    def test_lines_arrive_while_the_task_runs(self):
        self.agent.module("waits", "import time, os\ndef f(write):\n    exec(write)\n    time.sleep(1000)\n")
        for write in ("print('now')", "os.system('echo now')", "os.write(1, b'now\\n')", "print('now' + 'x' * 5000, end='')"):
            task = self.agent.item("waits", "f", write)
            self.assertTrue(self.agent.wait(OUTPUT, lambda frame: frame.sequence == task).text.startswith("now"))
            self.agent.cancel(task)
            self.assertEqual(CANCELED, self.agent.ended(task).state)

    def test_what_a_logger_of_an_earlier_import_prints_goes_to_the_running_task(self):
        self.agent.module("logs", "import logging\nlogging.basicConfig(format='%(message)s')\ndef f(x): logging.warning(x)\n")
        self.assertEqual(["a\n", "b\n"], [self.agent.run("logs", "f", text).outcome["stderr"] for text in "ab"])

    def test_a_replaced_stream_is_flushed_and_put_back(self):
        self.check("import sys\ndef f():\n    sys.stdout = open(1, 'w', closefd=False)\n    print('kept')\n", "kept\n")
        self.assertEqual("x\n", self.agent.run("builtins", "print", "x").outcome["stdout"])

    def test_a_closed_stream_prints_again(self):
        self.agent.module("closes", "import sys\ndef f():\n    sys.stdout.close()\n    sys.stderr = None\n")
        self.agent.run("closes", "f")
        self.assertEqual("x\n", self.agent.run("builtins", "print", "x").outcome["stdout"])

    def test_input_is_empty(self):
        self.agent.module("asks", "import sys\ndef f(): return sys.stdin.read()\n")
        self.assertEqual("", self.agent.value("asks", "f"))

    def test_threads_print_into_their_task(self):
        self.agent.module(
            "both",
            "import sys\nfrom concurrent.futures import ThreadPoolExecutor\n"
            "def line(x): sys.stdout.write(f'{x}\\n')\n"
            "def f():\n    with ThreadPoolExecutor(4) as pool: list(pool.map(line, range(200)))\n",
        )
        outcome = self.agent.run("both", "f").outcome
        self.assertEqual(sorted(map(str, range(200))), sorted(outcome["stdout"].split()))

    def test_a_thread_of_a_module_that_prints_all_the_time_disturbs_no_task(self):
        self.agent.module(
            "chatty",
            "import os, threading\ngo = threading.Event()\n"
            "def talk():\n    go.wait()\n    for i in range(3000):\n        print(i)\n        if i % 10 == 0: os.write(1, b'.\\n')\n"
            "THREAD = threading.Thread(target=talk, daemon=True)\nTHREAD.start()\n"
            "def start(): go.set()\ndef running(): return THREAD.is_alive()\n",
        )
        self.agent.value("chatty", "start")
        while self.agent.value("chatty", "running"):
            pass
        for frame in self.agent.frames:
            if frame.kind == OUTPUT:
                self.assertLess(self.agent.frames.index(frame), self.agent.frames.index(self.agent.ended(frame.sequence)))
        task = self.agent.item("builtins", "print", "x")
        self.assertEqual("x\n", self.agent.ended(task).outcome["stdout"])

    def test_a_failed_task_keeps_its_output(self):
        self.agent.module("fails", "def f():\n    print('before')\n    raise ValueError\n")
        self.assertEqual("before\n", self.agent.run("fails", "f").outcome["stdout"])
