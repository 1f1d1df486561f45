"""Opens a trace as a stranger would: h5py and numpy, none of our code.

read_trace_test.py finished FILE DIGEST     checks a complete trace
read_trace_test.py killed FILE MIN_TICKS    checks what SIGKILL left behind
"""

import ctypes
import sys

import h5py

TABLES = ["market", "ticks", "ledger", "learning", "pages", "awards", "bids"]


class Hash128(ctypes.Structure):
    _fields_ = [("low", ctypes.c_uint64), ("high", ctypes.c_uint64)]


def xxh3(data):
    """XXH3-128 in canonical form, from the C library itself."""
    function = ctypes.CDLL("libxxhash.so.0").XXH3_128bits
    function.restype = Hash128
    function.argtypes = [ctypes.c_char_p, ctypes.c_size_t]
    value = function(data, len(data))
    return value.high.to_bytes(8, "big") + value.low.to_bytes(8, "big")


TYPES = {"uint8": "u8", "uint16": "u16", "uint32": "u32", "uint64": "u64",
         "int64": "i64", "float64": "f64"}


def digest_of(trace, tables):
    """The digest as results/digest.h defines it, computed a second time."""
    folds = b""
    for table in tables:
        for name, column in trace[table].items():
            kind = TYPES[column.dtype.name]
            fold = xxh3(f"{table}/{name}\0{kind}".encode())
            for first in range(0, column.shape[0], 16384):
                fold = xxh3(fold + column[first:first + 16384].tobytes())
            folds += fold
    return xxh3(folds).hex()


def check_order(trace):
    assert list(trace["market"])[:3] == ["tick", "page_views", "auctions"]


def check_described(trace, tables):
    for name in tables:
        table = trace[name]
        lengths = {column.shape for column in table.values()}
        assert len(lengths) == 1, f"{name}: columns of unequal length {lengths}"
        assert isinstance(table.attrs["description"], str), name
        for column in table.values():
            assert isinstance(column.attrs["units"], str), column.name
            assert isinstance(column.attrs["long_name"], str), column.name
            assert column.attrs["description"], column.name


def check_flags(trace):
    clicked = trace["awards/clicked"]
    assert list(clicked.attrs["flag_values"]) == [0, 1]
    assert clicked.attrs["flag_meanings"] == "no yes"


def check_manifest(trace):
    manifest = trace["manifest"]
    assert trace.attrs["creator"] == "souk"
    assert trace.attrs["Conventions"] == "CF-1.8"
    assert trace.attrs["schema_version"] == 1
    assert manifest.attrs["seed"] == 0xFEDCBA9876543210
    assert manifest["scenario"].asstr()[()].endswith("# café 100%\n")
    assert list(manifest["advertisers"].asstr()[:]) == ["acme", "büro", ""]
    assert list(manifest["lines/channel"][:]) == [0, 0, 1]


def check_values(trace, ticks):
    assert list(trace["market/tick"][:]) == list(range(ticks))
    assert list(trace["ticks/clicks"][::3]) == list(range(ticks))
    assert trace["ticks/spend_micros"][:].sum() == -3 * sum(range(ticks))
    assert trace["ticks/spend_micros"].attrs["units"] == "micro-units"
    bids = sum(20000 if t % 4 == 1 else 1500 for t in range(ticks))
    assert trace["bids/tick"].shape == (bids,)
    assert (trace["bids/tick"][:] == sorted(trace["bids/tick"][:])).all()


def check_storage(trace):
    page = trace["bids/page"]
    assert page.chunks == (16384,) and not page.is_virtual
    assert page.compression == "gzip" and page.shuffle


def main(kind, path, given):
    with h5py.File(path, "r") as trace:
        progress = trace["manifest"].attrs
        ticks = int(progress["ticks_done"])
        check_described(trace, TABLES)
        check_order(trace)
        check_flags(trace)
        check_manifest(trace)
        check_values(trace, ticks)
        if kind == "finished":
            assert progress["complete"] == 1
            assert progress["digest"] == given
            assert digest_of(trace, TABLES) == given, digest_of(trace, TABLES)
            check_storage(trace)
        else:
            assert progress["complete"] == 0
            assert ticks >= int(given), f"{ticks} ticks of {given} flushed"


if __name__ == "__main__":
    main(*sys.argv[1:])
