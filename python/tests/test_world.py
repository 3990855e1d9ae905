"""The life of the ranks of a world: how they start, leave, and end."""

import os
import signal
import socket
import subprocess
import sys
import time
import unittest

from tests.harness import EXITING, LEAVING, REFUSED, SOURCE, value_of
from tests.world import World, ends, item, needs_mpi

CODE = """
import os, subprocess, sys, time
def nothing(comm): pass
def exits(comm):
    if comm.rank == 1: os._exit(7)
    comm.barrier()
def aborts(comm): comm.Abort(5)
def leaves(comm): sys.exit(3)
def finalizes():
    from mpi4py import MPI
    MPI.Finalize()
def runs(command):
    done = subprocess.run(command, shell=True, stdout=-1, stderr=subprocess.STDOUT, timeout=20, text=True)
    return done.stdout.split()
def spawns():
    from mpi4py import MPI
    child = MPI.COMM_SELF.Spawn(sys.executable, ["-c", "from mpi4py import MPI; MPI.Comm.Get_parent().send(7, 0)"])
    return child.recv()
def starts():
    children = [subprocess.Popen(["sleep", "1000"]), subprocess.Popen(["sleep", "1000"], start_new_session=True)]
    print(*(child.pid for child in children))
    sys.stdout.flush()
    time.sleep(1000)
"""


def are_gone(pids, seconds=10):
    deadline = time.monotonic() + seconds
    while any(map(is_alive, pids)):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def is_alive(pid):
    try:
        with open(f"/proc/{pid}/stat", "rb") as stat:
            return stat.read().rpartition(b")")[2].split()[0] not in (b"Z", b"X")
    except OSError:
        return False


def start(**settings):
    world = World(2, settings)
    world.ranks[0].module("mine", CODE)
    return world


@needs_mpi
class Ends(unittest.TestCase):
    def children(self, world):
        """Starts processes in both ranks, and returns their numbers and those of the ranks."""
        pids = [rank.pid for rank in world.ranks]
        for rank in world.ranks:
            sequence = rank.item("mine", "starts")
            pids += map(int, rank.wait(20, lambda frame: frame.sequence == sequence).text.split())
        self.assertEqual(6, len(pids))
        return pids

    def test_the_end_of_the_connections_ends_ranks_and_their_children(self):
        with start() as world:
            pids = self.children(world)
            world.close()
            self.assertTrue(are_gone(pids))

    def test_ranks_and_their_children_end_with_mpirun(self):
        for number in (signal.SIGTERM, signal.SIGKILL):
            with self.subTest(number), start() as world:
                pids = self.children(world)
                world.process.send_signal(number)
                self.assertTrue(are_gone(pids), [pid for pid in pids if is_alive(pid)])

    def test_idle_ranks_end_with_mpirun(self):
        for number in (signal.SIGTERM, signal.SIGKILL):
            with self.subTest(number), start() as world:
                world.process.send_signal(number)
                self.assertTrue(are_gone([rank.pid for rank in world.ranks]))

    def test_os_exit_is_reported_and_ends_mpirun(self):
        with start() as world:
            world.send(item("mine", "exits"), [0, 1])
            self.assertEqual(7, world.ranks[1].wait(EXITING).exit_code)
            self.assertNotEqual(0, world.process.wait(20))
            self.assertTrue(are_gone([rank.pid for rank in world.ranks]))

    def test_abort_ends_mpirun(self):
        with start() as world:
            world.send(item("mine", "aborts"), [0, 1])
            self.assertNotEqual(0, world.process.wait(20))

    def test_sys_exit_ends_only_the_task(self):
        with start() as world:
            self.assertEqual([3, 3], [end.outcome["exit_code"] for end in world.run(item("mine", "leaves"), [0, 1])])
            self.assertEqual([None, None], [value_of(end) for end in world.run(item("mine", "nothing"), [0, 1])])

    def test_a_rank_that_leaves_waits_for_the_end_of_its_connection(self):
        with start(most_tasks=2) as world:
            for _ in range(2):
                world.run(item("mine", "nothing"), [0, 1])
            for rank in world.ranks:
                self.assertEqual("", rank.wait(LEAVING).text)
            time.sleep(0.2)
            self.assertIsNone(world.process.poll())
            self.assertTrue(all(is_alive(rank.pid) for rank in world.ranks))
            world.close()
            self.assertTrue(are_gone([rank.pid for rank in world.ranks]))

    def test_a_task_that_finalizes_mpi_ends_the_world(self):
        with start() as world:
            sent = world.send(item("mine", "finalizes", comm=None), [0, 1])
            ends(sent)
            self.assertIn("MPI_Finalize", world.ranks[1].wait(LEAVING).text)

    def test_a_cancel_while_another_rank_does_not_come(self):
        with start() as world:
            world.ranks[1].item("time", "sleep", 1000)
            rank, sequence = world.send(item("mine", "nothing"), [0, 1])[0]
            rank.begun(sequence)
            # Until it waits for the other one.
            time.sleep(0.2)
            rank.cancel(sequence)
            self.assertEqual({}, rank.ended(sequence).outcome)
            self.assertIn("cancelled before all of its ranks", rank.wait(LEAVING).text)

    def test_programs_that_a_task_starts_are_no_ranks(self):
        with start() as world:
            program = f"{sys.executable} -c 'from mpi4py import MPI; print(MPI.COMM_WORLD.size)'"
            self.assertEqual(["1"], world.ranks[1].value("mine", "runs", program))
            self.assertEqual(7, world.ranks[0].value("mine", "spawns"))
            # mpirun mixes what its processes print, so the ends of the two lines may come last.
            printed = world.ranks[1].value("mine", "runs", "mpirun -n 2 --oversubscribe " + program)
            self.assertEqual("22", "".join(printed))

    def test_processes_of_multiprocessing_work(self):
        with start() as world:
            world.ranks[0].module(
                "pools",
                "import multiprocessing\ndef square(x): return x * x\n"
                "def f(comm, method):\n    with multiprocessing.get_context(method).Pool(2) as pool: return pool.map(square, range(3))\n",
            )
            for method in ("fork", "spawn", "forkserver"):
                for _ in range(2):
                    task = {"mode": "task.function", "function": "pools.f", "args": [method]}
                    self.assertEqual([[0, 1, 4]] * 2, [value_of(end) for end in world.run(task, [1, 0], 1)])

    def test_a_task_with_a_communicator_that_finalizes_mpi(self):
        with start() as world:
            world.ranks[0].module("last", "from mpi4py import MPI\ndef f(comm): MPI.Finalize()\n")
            world.run(item("last", "f"), [0, 1])
            self.assertIn("MPI_Finalize", world.ranks[1].wait(LEAVING).text)

    def test_idle_ranks_use_no_processor(self):
        with start() as world:
            world.run(item("mine", "nothing"), [0, 1])
            before = [self._ticks(rank.pid) for rank in world.ranks]
            time.sleep(1)
            self.assertLess(max(self._ticks(rank.pid) - first for rank, first in zip(world.ranks, before)), 10)

    def _ticks(self, pid):
        with open(f"/proc/{pid}/stat", "rb") as stat:
            return sum(map(int, stat.read().rpartition(b")")[2].split()[11:13]))


@needs_mpi
class Starts(unittest.TestCase):
    def test_a_worker_may_listen_later(self):
        world = World(2, listens=False)
        time.sleep(1)
        world.listen()
        with world:
            self.assertEqual(1, world.ranks[1].value("builtins", "abs", -1))

    def test_an_interpreter_without_mpi4py_refuses(self):
        world = World(2)
        world.ranks[0].module("mpi4py", "raise ImportError('it is not here')\n")
        world.accept()
        for rank in world.ranks:
            text = rank.wait(REFUSED).text
            self.assertIn(sys.executable, text)
            self.assertIn("it is not here", text)
        world.__exit__(None, None, None)

    def test_an_interpreter_with_another_mpi_refuses(self):
        # Open MPI does not know these variables of other launchers.
        launcher = ["env", "PMI_RANK=1", "PMI_SIZE=2"]
        world = World(2, launcher=launcher)
        try:
            world.ranks[1].accept()
            world.ranks[1].start({})
            self.assertIn("uses another MPI", world.ranks[1].wait(REFUSED).text)
        finally:
            world.__exit__(None, None, None)


class Bootstrap(unittest.TestCase):
    def run_alone(self, bootstrap=(SOURCE / "world_rank.py").read_text(), **environment):
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("OMPI_", "PMI", "SLURM_", "SCALEMS_"))}
        process = subprocess.run([sys.executable, "-c", bootstrap], env={**kept, **environment}, stderr=-1, stdout=-1, timeout=30)
        self.assertEqual((1, b""), (process.returncode, process.stdout))
        return process.stderr.decode()

    def test_it_says_what_is_missing(self):
        self.assertIn("'SCALEMS_WORLD' is not set", self.run_alone())
        self.assertIn("PMIX_RANK", self.run_alone(SCALEMS_WORLD="w", SCALEMS_WORLD_TOKEN="t", SLURM_PROCID="0"))

    def test_a_worker_that_does_not_listen(self):
        text = (SOURCE / "world_rank.py").read_text()
        hasty = text.replace("monotonic() + 10", "monotonic() + 0.1")
        self.assertNotEqual(text, hasty)
        for variable in ("OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK"):
            error = self.run_alone(hasty, SCALEMS_WORLD="w", SCALEMS_WORLD_TOKEN="t", **{variable: "3"})
            self.assertIn("scalems/w/3", error)
        error = self.run_alone(hasty, SCALEMS_WORLD="w", SCALEMS_WORLD_TOKEN="t", SLURM_PROCID="4", SLURM_STEP_NUM_TASKS="5")
        self.assertIn("scalems/w/4", error)

    def test_a_worker_that_closes_the_connection(self):
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(f"\0scalems/closing-{os.getpid()}/0")
        listener.listen(1)
        process = subprocess.Popen(
            [sys.executable, "-c", (SOURCE / "world_rank.py").read_text()],
            env={**os.environ, "SCALEMS_WORLD": f"closing-{os.getpid()}", "SCALEMS_WORLD_TOKEN": "t", "OMPI_COMM_WORLD_RANK": "0"},
            stderr=subprocess.PIPE,
        )
        connection = listener.accept()[0]
        token, pid = connection.recv(100).split()
        self.assertEqual((b"t", True), (token, is_alive(int(pid))))
        connection.close()
        listener.close()
        self.assertIn(b"closed the connection", process.communicate(timeout=20)[1])
        self.assertEqual(1, process.returncode)

