"""Opens a trace with parts as a stranger would, see read_trace_test.py.

read_parts_test.py whole FILE DIGEST     all parts are there
read_parts_test.py without FILE PART     the file of part number PART (from 0,
                                         in the list of the manifest) is not
"""

import sys

import h5py
import numpy

from read_trace_test import TABLES, TYPES, check_described, xxh3

CELLS = ["pages", "awards", "bids"]


def in_order(table):
    """Sorted by tick and cell; what is equal keeps its order."""
    if "cell" not in table:
        return numpy.arange(table["tick"].shape[0])
    return numpy.lexsort((table["cell"][:], table["tick"][:]))


def digest(trace):
    folds = b""
    for table in TABLES:
        order = in_order(trace[table])
        for name, column in trace[table].items():
            kind = TYPES[column.dtype.name]
            fold = xxh3(f"{table}/{name}\0{kind}".encode())
            rows = column[:][order]
            for first in range(0, len(rows), 16384):
                fold = xxh3(fold + rows[first:first + 16384].tobytes())
            folds += fold
    return xxh3(folds).hex()


def check_counts(trace):
    parts = trace["manifest/parts"]
    assert len(parts["path"]) == len(parts["host"])
    assert list(parts["host"].asstr()[:]) == ["host1", "host2", "host3"]
    for name in CELLS:
        assert trace[name]["tick"].is_virtual
        assert parts[name][:].sum() == trace[name]["tick"].shape[0], name


def check_absent(trace, part):
    counts = trace["manifest/parts/bids"][:]
    first, rows = int(counts[:part].sum()), int(counts[part])
    absent = slice(first, first + rows)
    assert rows > 0
    for name, column in trace["bids"].items():
        values = column[absent]
        if column.dtype.kind == "f":
            assert numpy.isnan(values).all(), name
        else:
            assert (values == numpy.array(-1).astype(column.dtype)).all(), name
    there = numpy.delete(trace["bids/tick"][:], numpy.r_[absent])
    assert there.max() < 24


def main(kind, path, given):
    with h5py.File(path, "r") as trace:
        check_described(trace, TABLES)
        check_counts(trace)
        if kind == "whole":
            assert trace["manifest"].attrs["digest"] == given
            assert digest(trace) == given, digest(trace)
        else:
            check_absent(trace, int(given))


if __name__ == "__main__":
    main(*sys.argv[1:])
