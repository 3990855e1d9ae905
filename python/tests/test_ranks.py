"""Tasks whose function runs in several MPI ranks at once."""

import os
import unittest

from tests.harness import CANCELED, DONE, FAILED, value_of
from tests.world import World, ends, item, needs_mpi

CODE = """
import os, sys, time
from mpi4py import MPI

def place(comm): return [comm.rank, comm.size]
def keyword(x, c=None): return [x, c.rank, c.size]
def total(x, comm): return comm.allreduce(x + comm.rank)
def world(comm): return [comm.rank, MPI.COMM_WORLD.rank]
def nothing(comm): pass
def fails(comm): raise ValueError(f"rank {comm.rank}")
def first_fails(comm):
    if comm.rank == 0: raise ValueError("the first")
    return comm.rank
def sleeps(seconds, comm):
    time.sleep(seconds)
def prints(comm):
    import ctypes
    print("python", comm.rank)
    sys.stdout.flush()
    ctypes.CDLL(None).puts(f"C {comm.rank}".encode())
    os.system(f"echo program {comm.rank} >&2")
def leaves_a_message(comm):
    if comm.rank == 1:
        time.sleep(0.05)
        comm.send("stale", 0)
def gets_a_message(comm):
    if comm.rank == 1: comm.send("fresh", 0)
    else: return comm.recv(source=1)
def frees(comm): comm.Free()
def hides():
    return sorted(name for name in os.environ if name.startswith("SCALEMS"))
def raptor(comm, text): return [text, comm.rank, comm.size]
def plain(text): return text

class Model:
    def __init__(self): self.count = 0
    def count_up(self, comm, by):
        self.count += by
        return comm.allreduce(self.count)
"""


class RankTest(unittest.TestCase):
    size = 4
    start = ()

    @classmethod
    def setUpClass(cls):
        cls.world = World(cls.size, cls.start)
        cls.world.__enter__()
        cls.addClassCleanup(cls.world.__exit__, None, None, None)
        cls.world.ranks[0].module("mine", CODE)


@needs_mpi
class Communicator(RankTest):
    def values(self, members, function, *args, **kwargs):
        return [value_of(end) for end in self.world.run(item("mine", function, *args, **kwargs), members)]

    def describe(self, members, **description):
        return self.world.run({"mode": "task.function", **description}, members, 1)

    def test_it_is_the_last_argument(self):
        self.assertEqual([[0, 2], [1, 2]], self.values([0, 1], "place"))
        self.assertEqual([3, 3], self.values([0, 1], "total", 1))

    def test_it_is_the_argument_of_a_name(self):
        self.assertEqual([["x", 0, 2], ["x", 1, 2]], self.values([0, 1], "keyword", "x", comm="c"))

    def test_its_ranks_are_in_the_order_of_the_members(self):
        self.assertEqual([[0, 3], [1, 1]], self.values([3, 1], "world"))
        self.assertEqual([[0, 2], [1, 0], [2, 3], [3, 1]], self.values([2, 0, 3, 1], "world"))

    def test_groups_run_at_the_same_time(self):
        for _ in range(20):
            first = self.world.send(item("mine", "total", 10), [0, 2])
            second = self.world.send(item("mine", "total", 20), [3, 1])
            self.assertEqual([[21, 21], [41, 41]], [[value_of(end) for end in ends(sent)] for sent in (first, second)])

    def test_a_group_runs_while_other_ranks_do_something_else(self):
        busy = self.world.ranks[1]
        sleeping = busy.item("time", "sleep", 0.3)
        self.assertEqual([3, 3, 3], self.values([0, 2, 3], "total", 0))
        busy.ended(sleeping)

    def test_tasks_with_one_rank_run_in_a_world(self):
        rank = self.world.ranks[2]
        self.assertEqual(2, rank.value("builtins", "abs", -2))
        self.assertEqual([0, 1], value_of(rank.ended(rank.task(0, item("mine", "place")))))
        self.assertEqual([[0, 1]], self.values([2], "place"))

    def test_functions_without_a_communicator_run_in_each_rank(self):
        self.assertEqual([5, 5], [value_of(end) for end in self.world.run(item("builtins", "abs", -5, comm=None), [1, 2])])

    def test_thousands_of_communicators_are_freed(self):
        for _ in range(20):
            sent = [self.world.send(item("mine", "nothing"), [0, 1]) for _ in range(200)]
            self.assertEqual({DONE}, {end.state for task in sent for end in ends(task)})
            for rank in self.world.ranks:
                rank.frames.clear()

    def test_a_message_that_a_task_leaves_does_not_reach_the_next_one(self):
        for _ in range(3):
            self.values([0, 1], "leaves_a_message")
            self.assertEqual(["fresh", None], self.values([0, 1], "gets_a_message"))

    def test_a_task_may_free_it_itself(self):
        self.values([0, 1], "frees")
        self.assertEqual([1, 1], self.values([0, 1], "total", 0))

    def test_an_exception_in_all_ranks(self):
        for number, end in enumerate(self.world.run(item("mine", "fails"), [0, 1])):
            self.assertEqual((FAILED, f"ValueError: rank {number}"), (end.state, end.outcome["exception"]))
        self.assertEqual([1, 1], self.values([0, 1], "total", 0))

    def test_an_exception_in_one_rank(self):
        for _ in range(50):
            first, second = self.world.run(item("mine", "first_fails"), [0, 1])
            self.assertEqual("ValueError: the first", first.outcome["exception"])
            self.assertEqual(1, value_of(second))
        self.assertEqual([1, 1], self.values([0, 1], "total", 0))

    def test_a_function_that_does_not_exist(self):
        for end in self.world.run(item("mine", "nosuch"), [0, 1]):
            self.assertEqual("invalid", end.outcome["error_kind"])
        self.assertEqual([1, 1], self.values([0, 1], "total", 0))

    def test_a_rank_that_cannot_begin_ends_the_others(self):
        # As with a file that only one machine has.
        only = self.world.ranks[0].module("only_here", "def f(comm): return comm.size\n")
        self.assertEqual([2, 2], [value_of(end) for end in self.world.run(item("only_here", "f"), [0, 3])])
        os.unlink(only)
        first, second = self.world.run(item("only_here", "f"), [0, 1])
        self.assertEqual("rank_lost", first.outcome["error_kind"])
        self.assertIn("no module only_here", second.outcome["exception"])
        self.assertEqual([1, 1], self.values([0, 1], "total", 0))

    def test_a_cancel_of_ranks_that_sleep(self):
        sent = self.world.send(item("mine", "sleeps", 1000), [0, 1])
        for rank, sequence in sent:
            rank.begun(sequence)
        for rank, sequence in sent:
            rank.cancel(sequence)
        self.assertEqual([CANCELED, CANCELED], [end.state for end in ends(sent)])
        self.assertEqual([1, 1], self.values([0, 1], "total", 0))

    def test_a_cancel_before_all_ranks_have_begun(self):
        busy = self.world.ranks[1].item("time", "sleep", 0.5)
        sent = self.world.send(item("mine", "nothing"), [0, 1])
        sent[0][0].begun(sent[0][1])
        for rank, sequence in sent:
            rank.cancel(sequence)
        self.assertEqual(CANCELED, ends(sent)[0].state)
        self.world.ranks[1].ended(busy)
        self.assertEqual(CANCELED, ends(sent)[1].state)
        self.assertEqual([1, 1], self.values([0, 1], "total", 0))

    def test_output_is_that_of_each_rank(self):
        for number, end in enumerate(self.world.run(item("mine", "prints"), [1, 0])):
            self.assertEqual((f"python {number}\nC {number}\n", f"program {number}\n"), (end.outcome["stdout"], end.outcome["stderr"]))

    def test_variables_of_the_world_are_not_seen(self):
        self.assertEqual([], self.world.ranks[0].value("mine", "hides"))

    def test_descriptions_pass_it_as_raptor_does(self):
        described = self.describe([0, 1], function="mine.raptor", args=["x"], ranks=2)
        self.assertEqual([["x", 0, 2], ["x", 1, 2]], [value_of(end) for end in described])
        self.assertEqual(["x", "x"], [value_of(end) for end in self.describe([0, 1], function="mine.plain", args=["x"])])
        described = self.describe([0, 1], function="mine.place", use_mpi=True)
        self.assertEqual([[0, 2], [1, 2]], [value_of(end) for end in described])
        self.assertEqual("invalid", self.describe([0, 1], function="mine.place", use_mpi=False)[0].outcome["error_kind"])
        self.assertEqual([3, 3], [value_of(end) for end in self.describe([0, 1], mode="task.eval", code="1 + 2")])
        described = self.describe([2, 3], mode="task.method", method="mine.Model.count_up", args=[2])
        self.assertEqual([4, 4], [value_of(end) for end in described])
        work = {"function": "run_in_worker", "kwargs": {"work_item": item("mine", "total", 1)}}
        self.assertEqual([3, 3], [value_of(end) for end in self.describe([0, 1], **work)])

    def test_a_rank_without_a_communicator_goes_on_when_another_one_ends(self):
        rank = self.world.ranks[0]
        sequence = rank.rank_of("t", 1, 2, [], item("time", "sleep", 0.2, comm=None))
        rank.rank_ended(sequence, 0)
        self.assertEqual(DONE, rank.ended(sequence).state)

    def test_ranks_that_are_no_world_have_no_communicator(self):
        rank = self.world.ranks[0]
        self.assertEqual(1, value_of(rank.ended(rank.rank_of("t", 1, 2, [], item("builtins", "abs", -1, comm=None)))))
        outcome = rank.ended(rank.rank_of("t", 1, 2, [], item("mine", "place"))).outcome
        self.assertEqual("invalid", outcome["error_kind"])
        self.assertIn("--mpi", outcome["exception"])
