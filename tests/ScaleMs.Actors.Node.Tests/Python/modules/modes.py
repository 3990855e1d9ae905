"""Modes of a user's, registered for all tasks of an interpreter."""

import scalems_actors


def join(task):
    return "-".join(task["args"])


scalems_actors.register_mode("join", join)
