"""Opens a dataset as a stranger would, beside the trace that it is made of.

read_dataset_test.py DATASET TRACE...
"""

import sys

import h5py
import numpy

COLUMNS = {"action": "f4", "reward": "f4", "expected_reward": "f4",
           "cost": "f4", "done": "u1", "episode": "u4", "tick": "u4",
           "budget": "f8", "target": "f8"}
SIGNALS = {"budget": "budget_micros", "target": "target_micros"}


def pivot(path):
    """By (line, tick): what the trace says of each name."""
    with h5py.File(path) as trace:
        names = [name.decode() for name in trace["manifest/signals"][:]]
        rows = {name: column[:] for name, column in trace["learning"].items()}
    table = {}
    for signal, name in enumerate(names):
        if not name.startswith("trajectory."):
            continue
        chosen = rows["signal"] == signal
        lines, ticks = rows["line"][chosen], rows["tick"][chosen]
        days = 48
        order = numpy.lexsort((ticks, lines, ticks // days))
        table[name.removeprefix("trajectory.")] = rows["value"][chosen][order]
    return table


def main():
    dataset = h5py.File(sys.argv[1])["rl"]
    tables = [pivot(path) for path in sys.argv[2:]]
    features = [name.decode() for name in dataset["features"][:]]
    count = dataset["action"].shape[0]
    assert dataset["state"].shape == (count, len(features))
    assert dataset["state"].dtype == "f4"
    for name, kind in COLUMNS.items():
        assert dataset[name].dtype == kind, name
        assert dataset[name].shape == (count,), name
        assert dataset[name].attrs["long_name"], name
        if name in ("done", "episode", "tick"):
            continue
        told = numpy.concatenate(
            [table[SIGNALS.get(name, name)] for table in tables])
        assert numpy.array_equal(dataset[name][:], told.astype(kind)), name
    for place, name in enumerate(features):
        told = numpy.concatenate([table[name] for table in tables])
        assert numpy.array_equal(dataset["state"][:, place],
                                 told.astype("f4")), name
    episode, tick = dataset["episode"][:], dataset["tick"][:]
    assert numpy.array_equal(episode, numpy.arange(count) // 48)
    assert numpy.array_equal(tick, numpy.arange(count) % 48)
    assert numpy.array_equal(dataset["done"][:], tick == 47)
    assert dataset["action"][:].max() > 0
    print(count, "rows")


main()
