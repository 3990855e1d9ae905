"""Cancel and revoke."""

import random
import unittest

from tests.harness import BEGUN, CANCELED, DONE, ENDED, OUTPUT, REVOKED, AgentProcess, value_of


class Control(unittest.TestCase):
    def setUp(self):
        self.agent = AgentProcess()
        self.agent.__enter__()
        self.addCleanup(self.agent.__exit__, None, None, None)

    def test_cancel_ends_a_sleep_and_the_tasks_behind_it_run(self):
        task, behind = self.agent.item("time", "sleep", 1000), self.agent.item("builtins", "abs", -1)
        self.agent.begun(task)
        self.agent.cancel(task)
        self.assertEqual((CANCELED, {}), (self.agent.ended(task).state, self.agent.ended(task).outcome))
        self.assertEqual(1, value_of(self.agent.ended(behind)))

    def test_cancel_ends_a_busy_loop(self):
        self.agent.module(
            "loops",
            "import asyncio\ndef forever():\n    while True: pass\nasync def sleeps():\n    await asyncio.sleep(1000)\n",
        )
        for function in ("forever", "sleeps"):
            task = self.agent.item("loops", function)
            self.agent.begun(task)
            self.agent.cancel(task)
            self.assertEqual(CANCELED, self.agent.ended(task).state)

    def test_cancel_ends_an_import(self):
        self.agent.module("imports", "import time\ntime.sleep(1000)\n")
        task = self.agent.item("imports", "f")
        self.agent.begun(task)
        self.agent.cancel(task)
        self.assertEqual(CANCELED, self.agent.ended(task).state)

    def test_a_task_that_catches_the_interrupt_is_done(self):
        self.agent.module(
            "catches",
            "import time\n"
            "def f():\n    try:\n        print('in')\n        time.sleep(1000)\n    except KeyboardInterrupt:\n        return 'saved'\n",
        )
        task = self.agent.item("catches", "f")
        self.agent.wait(OUTPUT)
        self.agent.cancel(task)
        self.assertEqual("saved", value_of(self.agent.ended(task)))

    def test_cancel_of_an_ended_task_does_nothing(self):
        task = self.agent.item("builtins", "abs", 1)
        self.agent.ended(task)
        self.agent.cancel(task)
        self.assertEqual([1] * 100, [self.agent.value("builtins", "abs", 1) for _ in range(100)])

    def test_cancel_hits_only_its_own_task(self):
        self.agent.module("spins", "def spin(n):\n    for i in range(n): pass\n    return n\n")
        choice = random.Random(1)
        for _ in range(300):
            first, second = self.agent.item("spins", "spin", choice.randrange(2000)), self.agent.item("spins", "spin", 2000)
            if choice.random() < 0.5:
                self.agent.begun(first)
            self.agent.cancel(first)
            self.assertIn(self.agent.ended(first).state, (DONE, CANCELED))
            self.assertEqual(2000, value_of(self.agent.ended(second)))
        self.assertEqual("", self.agent.error_text())

    def test_cancel_of_a_task_that_prints_keeps_the_frames_and_the_next_output_whole(self):
        self.agent.module("prints", "import os\ndef f():\n    while True:\n        print('line')\n        os.write(1, b'line\\n')\n")
        for _ in range(30):
            task, behind = self.agent.item("prints", "f"), self.agent.item("builtins", "print", "next")
            self.agent.wait(OUTPUT, lambda frame: frame.sequence == task)
            self.agent.cancel(task)
            self.assertEqual(CANCELED, self.agent.ended(task).state)
            self.assertEqual("next\n", self.agent.ended(behind).outcome["stdout"])

    def test_revoke_gives_back_what_has_not_begun(self):
        first = self.agent.item("time", "sleep", 1000)
        rest = [self.agent.item("builtins", "abs", 1) for _ in range(5)]
        self.agent.begun(first)
        self.agent.revoke(first, rest[1], rest[3], 999)
        self.assertEqual([rest[1], rest[3]], self.agent.wait(REVOKED).sequences)
        self.agent.cancel(first)
        for number in (rest[0], rest[2], rest[4]):
            self.agent.ended(number)
        self.assertEqual([first, rest[0], rest[2], rest[4]], [frame.sequence for frame in self.agent.frames if frame.kind == BEGUN])

    def test_revoke_of_all_and_of_nothing(self):
        first = self.agent.item("time", "sleep", 1000)
        rest = [self.agent.item("builtins", "abs", 1) for _ in range(5)]
        self.agent.begun(first)
        self.agent.revoke()
        self.assertEqual(rest, self.agent.wait(REVOKED).sequences)
        self.agent.revoke()
        self.assertEqual([], self.agent.wait(REVOKED, lambda frame: not frame.sequences).sequences)
        self.agent.cancel(first)
        self.agent.ended(first)

    def test_each_task_is_either_begun_or_given_back(self):
        sent = set()
        for _ in range(30):
            sent.update(self.agent.item("builtins", "abs", 1) for _ in range(40))
            self.agent.revoke()
        last = self.agent.item("builtins", "abs", 1)
        self.agent.ended(last)
        self.agent.revoke()
        self.agent.wait(REVOKED, lambda frame: sum(f.kind == REVOKED for f in self.agent.frames) == 31)
        ended = [frame.sequence for frame in self.agent.frames if frame.kind == ENDED and frame.sequence != last]
        given_back = [number for frame in self.agent.frames if frame.kind == REVOKED for number in frame.sequences]
        self.assertEqual(sorted(sent), sorted(ended + given_back))
