#!/usr/bin/env python3
"""What strategies win on two iPinYou logs: an independent computation.

Plain loops over the published rules, standard library only, no code shared
with souk. Slow (about a minute) and obvious on purpose.

    ipinyou_oracle.py FOLDER [--plain]

FOLDER holds 2997.test.theta.txt, 2997.info.json and 1458.pid_train.tsv.
--plain computes the value table without the shortcut for large budgets.
"""
import json
import math
import os
import sys

EPISODE = 1000  # page views per day
MAX_PRICE = 300
ROUND = 2500  # page views per tick of the PID log


def read_campaign(folder):
    with open(os.path.join(folder, "2997.info.json")) as file:
        info = json.load(file)
    log = []
    with open(os.path.join(folder, "2997.test.theta.txt")) as file:
        for line in file:
            click, price, theta = line.split()
            log.append((int(click), int(price), float(theta)))
    return info, log


def value_table(horizon, budget, theta, density, shortcut):
    """Rows V[0] .. V[horizon - 1] of budget + 1 numbers each."""
    table = [[0.0] * (budget + 1)]
    step = sum(density) * theta
    for n in range(1, horizon):
        last = table[-1]
        row = []
        for b in range(budget + 1):
            stay = last[b]
            value = stay
            for d in range(min(b, MAX_PRICE) + 1):
                gain = theta + last[b - d] - stay
                if gain < 0:
                    break
                value += density[d] * gain
            row.append(value)
            if shortcut and abs(value - n * step) < 1e-10:
                row += [value] * (budget - b)
                break
        table.append(row)
    return table


def table_bid(table, n, b, theta):
    """Largest d with no loss at any price up to d; n auctions left."""
    row = table[n - 1]
    bid = 0
    for d in range(1, min(b, MAX_PRICE) + 1):
        if theta + row[b - d] - row[b] < 0:
            break
        bid = d
    return bid


def replay(log, budget, strategy):
    """(impressions, clicks, cost) of strategy(n, remaining, theta)."""
    impressions = clicks = cost = 0
    remaining = budget
    for i, (click, price, theta) in enumerate(log):
        if i % EPISODE == 0:
            remaining = budget
        left = EPISODE - i % EPISODE
        bid = min(remaining, strategy(left, remaining, theta))
        if bid >= price:
            impressions += 1
            clicks += click
            cost += price
            remaining -= price
    return impressions, clicks, cost


def campaign_rows(folder, shortcut):
    info, log = read_campaign(folder)
    shown, clicks = info["imp_train"], info["clk_train"]
    cost, counts = info["cost_train"], info["price_counter_train"]
    budget = math.floor(cost / shown / 32 * EPISODE)
    average = clicks / shown
    density = [(c + 1) / (sum(counts) + len(counts)) for c in counts]
    table = value_table(EPISODE, budget, average, density, shortcut)
    strategies = {
        "mcpc": lambda n, b, theta: math.floor(theta * (cost / clicks)),
        "linear": lambda n, b, theta: math.floor(theta * 10 / average),
        "ss_mdp": lambda n, b, theta: table_bid(table, n, b, average),
        "rlb": lambda n, b, theta: table_bid(table, n, b, theta),
    }
    for name, strategy in strategies.items():
        yield (name,) + replay(log, budget, strategy)


def pid_rounds(folder):
    """(round, ecpc, phi, clicks, cost) of 40 rounds."""
    with open(os.path.join(folder, "1458.pid_train.tsv")) as file:
        log = [line.split("\t") for line in file]
    base_rate, reference = 0.00064236114, 40000
    clicks = cost = 0
    phi = total_error = 0.0
    ecpcs = []
    for r in range(40):
        if r > 0:
            error = reference - ecpcs[r - 1]
            total_error += error
            phi = 5e-4 * error + 1e-6 * total_error
            if r > 1:
                phi += 1e-4 * (ecpcs[r - 2] - ecpcs[r - 1])
            phi = min(5.0, max(-2.0, phi))
        for click, price, pctr, _ in log[r * ROUND:(r + 1) * ROUND]:
            bid = 1000.0
            if r > 0:
                bid = math.floor(float(pctr) * 69 / base_rate) * math.exp(phi)
                bid = max(5.0, bid)
            if bid > int(price):
                clicks += int(click)
                cost += int(price)
        ecpcs.append(cost / (clicks + 1))
        yield r, ecpcs[r], phi, clicks, cost


def main():
    folder = sys.argv[1]
    for row in campaign_rows(folder, "--plain" not in sys.argv):
        print("%s\t%d\t%d\t%d" % row)
    for row in pid_rounds(folder):
        print("pid\t%d\t%.4f\t%.4f\t%d\t%d" % row)


if __name__ == "__main__":
    main()
