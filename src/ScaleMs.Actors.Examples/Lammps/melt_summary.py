"""Means of an ensemble of LAMMPS runs."""

import csv
import os
import statistics
import tempfile

from scalems_actors import OutputFile

OBSERVABLES = ("temperature", "energy", "pressure")


def summarize(replicas):
    """The means and standard deviations over the frames of each replica, in the reduced units of the potential, and a table of them.

    replicas: for each one its files, by name; that which ends with .log is its log.
    """
    rows = [_row(next(name for name in sorted(files) if name.endswith(".log")), files) for files in replicas]
    path = os.path.join(tempfile.mkdtemp(), "melt.csv")
    with open(path, "w", newline="") as table:
        writer = csv.DictWriter(table, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return {"replicas": rows, "table": OutputFile(path)}


def _row(name, files):
    frames = _frames(files[name])
    row = {"replica": name[: -len(".log")], "frames": len(frames)}
    for column, observable in enumerate(OBSERVABLES, 1):
        values = [frame[column] for frame in frames]
        row[observable] = round(statistics.fmean(values), 6)
        row[f"{observable}_deviation"] = round(statistics.stdev(values), 6)
    return row


def _frames(path):
    """The lines of numbers below the last header: step, temperature, potential energy of an atom, pressure."""
    frames, inside = [], False
    with open(path) as log:
        for line in log:
            words = line.split()
            if words[:2] == ["Step", "Temp"]:
                frames, inside = [], True
            elif line.startswith("Loop time"):
                inside = False
            elif inside:
                frames.append([float(word) for word in words])
    return frames
