"""Ranges of ranks: a line across from the best to the worst for each unit, a dot where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from indices.charts.figures import PALETTE, checked_figure

ROW = 20  # pixels of a unit
BEYOND = 0.4  # of a rank, to each side: a band of two ranks is wider than the dot on it
PLAIN = "#7f8b98"  # stands out 3 : 1 from white, and the dots from it
AROUND = 118  # pixels above and below them: axis and legend
LOWEST = 208  # of a picture that is called low
LONGEST_NAME = 24  # letters, so that on a phone half the width is left to the ranges


@dataclass(frozen=True, slots=True)
class Range:
    """One unit: its best and worst rank, the rank it has (`None`: none), what is read on pointing at it."""

    name: str
    best: int
    worst: int
    rank: int | None
    text: str
    is_own: bool = False


def ranges_of_ranks(ranges: Sequence[Range], *, words: dict[str, str]) -> dict:
    """The first place at the left, the units from the top down in their order.

    Args:
        words: `range`, `own`, `rank`: the names of what is drawn; `axis`.

    Returns:
        {"data": […], "layout": {…}} of plain dicts and lists, without a template.
    """
    best, worst = min(each.best for each in ranges), max(each.worst for each in ranges)
    layout = {
        "height": max(LOWEST, AROUND + ROW * len(ranges)),
        "xaxis": {
            "side": "top",
            "title": {"text": words["axis"]},
            "range": [best - 1, worst + 1],
            "dtick": max(1, -(-(worst - best) // 8)),
            "tick0": best,
            "showgrid": True,
        },
        "yaxis": {
            "range": [len(ranges) - 0.4, -0.6],
            "tickvals": list(range(len(ranges))),
            "ticktext": [_shortened(each.name) for each in ranges],
        },
        "legend": {"yref": "container", "y": 0, "yanchor": "bottom"},
        "margin": {"t": 8, "l": 8, "r": 16, "b": 70},
    }
    own = [each for each in ranges if each.is_own]
    data = [_lines(ranges, [each for each in ranges if not each.is_own], words["range"], PLAIN, 8)]
    if own:
        data.append(_lines(ranges, own, words["own"], PALETTE[0], 10))
    data.append(_dots(ranges, words["rank"]))
    return checked_figure([trace for trace in data if trace["y"]], layout)


def _lines(ranges: Sequence[Range], drawn: Sequence[Range], name: str, color: str, width: int) -> dict:
    place = {id(each): row for row, each in enumerate(ranges)}
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        # A gap between two units: they are not joined.
        "x": [end for each in drawn for end in (each.best - BEYOND, each.worst + BEYOND, None)],
        "y": [row for each in drawn for row in (place[id(each)], place[id(each)], None)],
        "line": {"color": color, "width": width},
        "hoverinfo": "skip",
    }


def _dots(ranges: Sequence[Range], name: str) -> dict:
    ranked = [(row, each) for row, each in enumerate(ranges) if each.rank is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [each.rank for _row, each in ranked],
        "y": [row for row, _each in ranked],
        "text": [each.text for _row, each in ranked],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
        # Open, so that it is seen on the broad line of one's own too.
        "marker": {"color": "#ffffff", "size": 7, "line": {"color": PALETTE[0], "width": 2}},
    }


def _shortened(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
