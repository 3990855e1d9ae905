"""A worker class of a user's."""

import scalems_actors

FACTOR = 3


def triple(number):
    return FACTOR * number


class OwnWorker(scalems_actors.Worker):
    def __init__(self):
        self.calls = 0
        self.register_mode("scale", self.scale)

    def scale(self, task):
        return FACTOR * task["kwargs"]["number"]

    def count(self):
        self.calls += 1
        return self.calls
