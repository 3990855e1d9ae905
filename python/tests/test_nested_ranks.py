"""Ranks that run in interpreters whose tasks wait."""

import unittest

from tests.harness import RESUMING, SUBMIT, WAITING, value_of
from tests.world import World, ends, item, needs_mpi

CODE = """
import scalems_actors as s
def waits(comm=None):
    before = comm.allreduce(1) if comm else 0
    record = s.run_task({"func": "f", "module": "m"})
    return before, record["uid"], comm.allreduce(10) if comm else 0
def sums(n, comm): return comm.allreduce(n)
"""


@needs_mpi
class NestedRanks(unittest.TestCase):
    def wait(self, kind, sent):
        return [rank.wait(kind, lambda frame: frame.sequence == sequence) for rank, sequence in sent]

    def end(self, sent, answers):
        for rank, sequence in sent:
            for request in answers:
                rank.accepted(request, f"sub.{request}")
                rank.sub_ended(request)
        self.wait(RESUMING, sent)
        for rank, sequence in sent:
            rank.resume(sequence)

    def test_a_task_of_two_ranks_runs_while_both_interpreters_wait(self):
        with World(2) as world:
            world.ranks[0].module("mine", CODE)
            for communicator, expected in (("comm", [2, "sub.1", 20]), (None, [0, "sub.2", 0])):
                sent = world.send({**item("mine", "waits"), "comm_arg_name": communicator}, [0, 1])
                request = self.wait(SUBMIT, sent)[0].request
                self.wait(WAITING, sent)
                self.assertEqual([14, 14], [value_of(end) for end in world.run(item("mine", "sums", 7), [1, 0])])
                self.assertEqual([3], [value_of(end) for end in world.run(item("mine", "sums", 3), [0])])
                self.end(sent, [request])
                self.assertEqual([expected] * 2, [value_of(end) for end in ends(sent)])

    def test_interpreters_that_wait_in_tasks_of_their_own(self):
        with World(2) as world:
            world.ranks[0].module("mine", CODE)
            waiting = [world.send({**item("mine", "waits"), "comm_arg_name": None}, [rank])[0] for rank in (0, 1)]
            self.wait(WAITING, waiting)
            failed = world.run(item("mine", "nosuch"), [0, 1])
            self.assertEqual(["invalid", "invalid"], [end.outcome["error_kind"] for end in failed])
            self.assertEqual([14, 14], [value_of(end) for end in world.run(item("mine", "sums", 7), [0, 1])])
            self.end(waiting, [1])
            self.assertEqual([[0, "sub.1", 0]] * 2, [value_of(end) for end in ends(waiting)])
