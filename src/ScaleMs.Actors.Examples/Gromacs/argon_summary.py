"""Means of an ensemble of GROMACS runs."""

import csv
import os
import statistics
import tempfile

from scalems_actors import OutputFile

OBSERVABLES = ("potential", "temperature")


def summarize(replicas):
    """The means and standard deviations over the frames of each replica, in kJ/mol and K, those of the means, and a table of them.

    replicas: for each one its files, by name; that which ends with .xvg has time, potential energy and temperature.
    """
    rows = [_row(next(name for name in sorted(files) if name.endswith(".xvg")), files) for files in replicas]
    path = os.path.join(tempfile.mkdtemp(), "argon.csv")
    with open(path, "w", newline="") as table:
        writer = csv.DictWriter(table, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return {"replicas": rows, "means": {name: _mean([row[name] for row in rows]) for name in OBSERVABLES}, "table": OutputFile(path)}


def _row(name, files):
    with open(files[name]) as series:
        frames = [[float(word) for word in line.split()] for line in series if line[0] not in "#@"]
    row = {"replica": name[: -len(".xvg")], "frames": len(frames)}
    for column, observable in enumerate(OBSERVABLES, 1):
        mean = _mean([frame[column] for frame in frames])
        row[observable], row[f"{observable}_deviation"] = mean["mean"], mean["deviation"]
    return row


def _mean(values):
    return {"mean": round(statistics.fmean(values), 6), "deviation": round(statistics.stdev(values), 6)}
