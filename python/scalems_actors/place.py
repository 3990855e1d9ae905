"""Which rank of a task an interpreter runs."""

from collections import namedtuple

# members: the task's ranks, in their order, as ranks of this interpreter's world; empty if it is in none.
Place = namedtuple("Place", "rank size members")

ALONE = Place(0, 1, ())
