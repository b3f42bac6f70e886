"""Dots between two figures, parted by two lines: who is high in one and low in the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from indices.charts.figures import MUTED, PALETTE, WORSE, checked_figure

ROOM = 0.08  # of the reach of the figures, left free around them
BELOW = 0.22  # below them, for the words in the corner
HEIGHT = 440  # as high on a phone as on a screen: a flat picture tells nothing apart
LABELLED = 6  # dots whose names fit beside them


@dataclass(frozen=True, slots=True)
class Dot:
    """One unit: where it lies, its name, and what is read on pointing at it. `stands_out`: in the named corner."""

    x: Decimal
    y: Decimal
    name: str
    text: str
    stands_out: bool = False


def quadrant(
    dots: Sequence[Dot],
    *,
    titles: tuple[str, str],
    middles: tuple[Decimal, Decimal],
    corner: str,
    groups: tuple[str, str],
) -> dict:
    """A scatter with two lines of reference; the corner at the bottom right is named in words.

    Args:
        titles: of the axis across and the one up.
        middles: where the lines part the dots.
        corner: the words in the corner at the bottom right.
        groups: what dots that stand out, and the others, are called.

    Returns:
        {"data": […], "layout": {…}} of plain dicts and lists, without a template.
    """
    standing_out = sorted((dot for dot in dots if dot.stands_out), key=lambda dot: -dot.y)
    others = [dot for dot in dots if not dot.stands_out]
    data = []
    if others:
        data.append(_trace(others, groups[1], {"color": PALETTE[0], "size": 8, "opacity": 0.75}))
    if standing_out:
        marker = {"color": WORSE, "size": 11, "symbol": "diamond"}
        data.append(_trace(standing_out, groups[0], marker, named=len(standing_out) <= LABELLED))
    across = _reach([dot.x for dot in dots], middles[0])
    up = _reach([dot.y for dot in dots], middles[1], below=BELOW)
    layout = {
        "height": HEIGHT,
        "xaxis": {"title": {"text": titles[0]}, "range": across, "ticksuffix": " %"},
        "yaxis": {"title": {"text": titles[1]}, "range": up, "ticksuffix": " %"},
        "shapes": [_line("x", float(middles[0])), _line("y", float(middles[1]))],
        "annotations": [_corner_words(corner)],
        "legend": {"yref": "container", "y": 0, "yanchor": "bottom"},
        "margin": {"t": 12, "l": 8, "r": 16, "b": 96 if len(data) > 1 else 56},
    }
    return checked_figure(data, layout)


def _trace(dots: Sequence[Dot], name: str, marker: dict, *, named: bool = False) -> dict:
    trace = {
        "type": "scatter",
        "mode": "markers+text" if named else "markers",
        "name": name,
        "x": [float(dot.x) for dot in dots],
        "y": [float(dot.y) for dot in dots],
        "hovertext": [dot.text for dot in dots],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
        "marker": marker,
    }
    if named:
        # To the left, as they lie on the right; by turns above and below, as those that lie close come in turn.
        places = [("top left", "bottom left")[number % 2] for number in range(len(dots))]
        trace |= {"text": [dot.name for dot in dots], "textposition": places}
    return trace


def _reach(figures: Sequence[Decimal], middle: Decimal, *, below: float = ROOM) -> list[float]:
    """From the lowest to the highest, the line of reference among them, with room around."""
    low, high = float(min(*figures, middle)), float(max(*figures, middle))
    span = max(high - low, 5.0)
    return [round(low - span * below, 4), round(high + span * ROOM, 4)]


def _line(axis: str, place: float) -> dict:
    across = "y" if axis == "x" else "x"
    return {
        "type": "line",
        f"{axis}0": place,
        f"{axis}1": place,
        f"{across}ref": "paper",
        f"{across}0": 0,
        f"{across}1": 1,
        "layer": "above",
        "line": {"color": MUTED, "dash": "dot", "width": 1},
    }


def _corner_words(words: str) -> dict:
    return {
        "text": words,
        "xref": "paper",
        "yref": "paper",
        "x": 1,
        "y": 0,
        "xanchor": "right",
        "yanchor": "bottom",
        "align": "right",
        "showarrow": False,
        "font": {"color": WORSE, "size": 13},
    }
