#!/usr/bin/env python3
"""Draws how the cost of a tick grows: a log-log plot of what
market/growth_test.cc measures, beside a straight line of slope 1.

    build/release/market_tests --gtest_filter='Growth.*' |
      tests/growth/plot_growth.py > tests/growth/growth.svg

Standard input: lines "N candidates M page views S s ..."; others are left out.
"""

import math
import re
import sys

ROW = re.compile(r'^\s*(\d+) candidates\s+(\d+) page views\s+([\d.]+) s\b')
WIDTH, HEIGHT = 760, 520
LEFT, RIGHT, TOP, BOTTOM = 90, 30, 66, 70
INK, GRID, LINE = '#333333', '#dddddd', '#888888'
SERIES = (('page views, 48 candidates each', '#1f6fb2', 'circle'),
          ('candidates, 4 000 page views', '#c4541d', 'square'))


def read_points(lines):
    """(page views x candidates, CPU seconds) of the two series."""
    rows = [tuple(map(float, match.groups()))
            for match in map(ROW.match, lines) if match]
    return ([(n * m, s) for n, m, s in rows if n == 48],
            [(n * m, s) for n, m, s in rows if m == 4000])


def slope(points):
    """Of the straight line of least squares through the logarithms."""
    xs = [math.log10(x) for x, _ in points]
    ys = [math.log10(y) for _, y in points]
    x_mean, y_mean = sum(xs) / len(xs), sum(ys) / len(ys)
    rise = sum((x - x_mean) * (y - y_mean) for x, y in zip(xs, ys))
    return rise / sum((x - x_mean) ** 2 for x in xs)


class Axes:
    """Decades of x and y on the drawing."""

    def __init__(self, points):
        self.x = self._decades([x for x, _ in points])
        self.y = self._decades([y for _, y in points])

    @staticmethod
    def _decades(values):
        return (math.floor(math.log10(min(values))),
                math.ceil(math.log10(max(values))))

    def place(self, x, y):
        part_x = (math.log10(x) - self.x[0]) / (self.x[1] - self.x[0])
        part_y = (math.log10(y) - self.y[0]) / (self.y[1] - self.y[0])
        return (LEFT + part_x * (WIDTH - LEFT - RIGHT),
                HEIGHT - BOTTOM - part_y * (HEIGHT - TOP - BOTTOM))


def text(x, y, words, more=''):
    return (f'<text x="{x:.1f}" y="{y:.1f}" fill="{INK}" '
            f'text-anchor="middle" {more}>{words}</text>')


def line(start, end, color, more=''):
    return (f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" '
            f'x2="{end[0]:.1f}" y2="{end[1]:.1f}" stroke="{color}" {more}/>')


def power(exponent):
    sign = '\N{MINUS SIGN}' if exponent < 0 else ''
    return f'10<tspan dy="-6" font-size="10">{sign}{abs(exponent)}</tspan>'


def frame(axes):
    """Grid, ticks and labels."""
    parts = []
    for k in range(axes.x[0], axes.x[1] + 1):
        low = axes.place(10.0 ** k, 10.0 ** axes.y[0])
        high = axes.place(10.0 ** k, 10.0 ** axes.y[1])
        parts += [line(low, high, GRID), text(low[0], low[1] + 22, power(k))]
    for k in range(axes.y[0], axes.y[1] + 1):
        low = axes.place(10.0 ** axes.x[0], 10.0 ** k)
        high = axes.place(10.0 ** axes.x[1], 10.0 ** k)
        parts += [line(low, high, GRID), text(low[0] - 24, low[1] + 5, power(k))]
    middle = (LEFT + WIDTH - RIGHT) / 2, (TOP + HEIGHT - BOTTOM) / 2
    parts += [text(middle[0], HEIGHT - 18, 'page views \N{MULTIPLICATION SIGN} '
                   'candidates of one tick (bids)'),
              text(26, middle[1], 'CPU time (seconds)',
                   f'transform="rotate(-90 26 {middle[1]:.1f})"'),
              text(middle[0], 28, 'The cost of a tick grows no faster than its work',
                   'font-size="17" font-weight="bold"'),
              text(middle[0], 49, 'second price with 3 slots, answers of users '
                   'and books included; one thread', 'font-size="12"')]
    return parts


def mark(place, color, shape):
    x, y = place
    if shape == 'circle':
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5.5" fill="{color}"/>'
    return (f'<rect x="{x - 5:.1f}" y="{y - 5:.1f}" width="10" height="10" '
            f'fill="{color}"/>')


def reference(axes, points):
    """The line of slope 1 through the last of the points."""
    rate = points[-1][1] / points[-1][0]
    low = max(10.0 ** axes.x[0], 10.0 ** axes.y[0] / rate)
    high = min(10.0 ** axes.x[1], 10.0 ** axes.y[1] / rate)
    drawn = line(axes.place(low, low * rate), axes.place(high, high * rate),
                 LINE, 'stroke-width="1.5" stroke-dasharray="7 5"')
    return drawn, rate


def legend(rows):
    """Rows of (drawing at a place, words)."""
    parts = []
    for i, (draw, words) in enumerate(rows):
        y = TOP + 22 + 22 * i
        parts += [draw((LEFT + 24, y)), f'<text x="{LEFT + 44}" y="{y + 4.5}" '
                  f'fill="{INK}">{words}</text>']
    return parts


def draw(series):
    points = [point for one in series for point in one]
    axes = Axes(points)
    straight, rate = reference(axes, series[0])
    parts = frame(axes) + [straight]
    rows = []
    for one, (name, color, shape) in zip(series, SERIES):
        parts += [mark(axes.place(*point), color, shape) for point in one]
        rows.append((lambda at, color=color, shape=shape:
                     mark(at, color, shape),
                     f'more {name}: slope {slope(one):.2f}'))
    rows.append((lambda at: line((at[0] - 14, at[1]), (at[0] + 14, at[1]), LINE,
                                 'stroke-width="1.5" stroke-dasharray="7 5"'),
                 f'slope 1, {1e9 * rate:.1f} ns a bid'))
    return '\n'.join(
        [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" '
         f'height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
         'font-family="DejaVu Sans, Verdana, sans-serif" font-size="13">',
         f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>']
        + parts + legend(rows) + ['</svg>'])


def main():
    series = read_points(sys.stdin)
    if min(map(len, series)) < 2:
        sys.exit('plot_growth.py: standard input has too few lines "N '
                 'candidates M page views S s"; pipe in the output of '
                 "market_tests --gtest_filter='Growth.*'")
    print(draw(series))


if __name__ == '__main__':
    main()
