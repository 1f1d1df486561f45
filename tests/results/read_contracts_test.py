"""Computes the figures of contracts from a trace with h5py and numpy alone.

read_contracts_test.py FILE DIGEST FIGURES    FIGURES as JSON, by our code
"""

import json
import sys

import h5py
import numpy

from read_trace_test import TABLES, check_described, digest_of

CONTRACT_TABLES = ["contracts", "contract_pages", "contract_slots", "supply"]
NEVER = 0xFFFFFFFF


def owed_and_delivered(trace):
    booked = trace["manifest/contracts"]
    rows = trace["contracts"]
    delivered = numpy.bincount(rows["contract"][:], rows["delivered"][:],
                               len(booked["goal"]))
    end = booked["end_tick"][:].astype(int) + booked["make_good_ticks"][:]
    cancelled = booked["cancelled_at"][:] < numpy.minimum(
        end, trace["manifest"].attrs["ticks_done"])
    goal = booked["goal"][:].astype(float)
    owed = numpy.where(cancelled, numpy.minimum(goal, delivered), goal)
    return goal, owed, delivered


def smoothness(trace):
    rows = trace["contracts"]
    squares = (rows["delivered"][:] - rows["planned"][:]) ** 2
    counts = numpy.bincount(rows["contract"][:])
    return numpy.sqrt(numpy.bincount(rows["contract"][:], squares) / counts)


def gini(trace):
    """Of each channel, weighted with its impressions."""
    slots, rows = trace["manifest/contract_slots"], trace["contract_slots"]
    weighted = 0
    for channel in set(slots["channel"][:]):
        mine = (slots["channel"][:] == channel) & (slots["share"][:] > 0)
        shown = [rows["impressions"][:][(rows["channel"][:] == channel) &
                                        (rows["slot"][:] == slot)].sum()
                 for slot in slots["slot"][:][mine]]
        weighted += numpy.abs(numpy.subtract.outer(shown, shown)).sum() / (
            2 * len(shown))
    return weighted / rows["impressions"][:].sum()


def figures(trace):
    goal, owed, delivered = owed_and_delivered(trace)
    met = numpy.minimum(delivered, owed)
    rows, pages = trace["contracts"], trace["contract_pages"]
    return {
        "fulfilment": met.sum() / owed.sum(),
        "worst": (met / owed).min(),
        "compensation": (owed - met).sum() / owed.sum(),
        "overdelivery": numpy.maximum(0, delivered - goal).sum() / owed.sum(),
        "repeats": pages["with_repeats"][:].sum() / pages["page_views"][:].sum(),
        "click_rate": rows["clicks"][:].sum() / rows["delivered"][:].sum(),
        "gini": gini(trace),
        "smoothness": smoothness(trace).mean(),
        "auction": pages["auction_micros"][:].sum(),
    }


def check_manifest(trace):
    booked = trace["manifest/contracts"]
    assert list(booked["name"].asstr()[:]) == ["gold", "silver", "büro/gd"]
    assert list(booked["goal"][:]) == [5_000_000_000, 500, 900]
    assert list(booked["cancelled_at"][:]) == [NEVER, 7, NEVER]
    assert booked["price_micros"][0] == 2_000_000_000_000
    names = trace["manifest/advertisers"].asstr()[:]
    assert list(names[booked["advertiser"][:]]) == ["acme", "acme", "büro"]
    share = trace["manifest/contract_slots/share"][:]
    assert list(share) == [0.5, 1 / 3, 1, 0]
    assert trace["contracts/earned_micros"].attrs["units"] == "micro-units"


def main(path, given_digest, given):
    with h5py.File(path, "r") as trace:
        check_manifest(trace)
        check_described(trace, CONTRACT_TABLES)
        assert digest_of(trace, TABLES + CONTRACT_TABLES) == given_digest
        ours = json.loads(given)
        for name, value in figures(trace).items():
            assert abs(value - ours[name]) < 1e-5 * abs(value) + 1e-9, (
                f"{name} is {value} by numpy, {ours[name]} by souk")


if __name__ == "__main__":
    main(*sys.argv[1:])
