"""The chart of two figures: what stands out, the lines of reference, the words in the corner."""

from decimal import Decimal

from indices.charts.quadrant import Dot, quadrant


def drawn(*dots):
    return quadrant(
        dots,
        titles=("A", "B"),
        middles=(Decimal(80), Decimal(70)),
        corner="cao, thấp",
        groups=("mâu thuẫn", "đơn vị khác"),
    )


def dot(x, y, name, *, stands_out=False):
    return Dot(Decimal(x), Decimal(y), name, f"{name}: {x} · {y}", stands_out)


def test_what_stands_out_has_a_colour_a_shape_and_a_name():
    others, standing_out = drawn(dot(85, 75, "An"), dot(90, 60, "Bình", stands_out=True))["data"]
    assert (others["mode"], others["name"], others["x"]) == ("markers", "đơn vị khác", [85.0])
    assert (standing_out["marker"]["symbol"], standing_out["text"]) == ("diamond", ["Bình"])


def test_names_of_many_are_read_on_pointing_alone():
    (trace,) = drawn(*(dot(90, 60 - at, f"U{at}", stands_out=True) for at in range(7)))["data"]
    assert trace["mode"] == "markers"
    assert trace["hovertext"][0] == "U0: 90 · 60"


def test_lines_of_reference_stand_at_the_middles_within_reach():
    layout = drawn(dot(85, 75, "An"))["layout"]
    across, up = layout["shapes"]
    assert (across["x0"], across["x1"], up["y0"], up["y1"]) == (80.0, 80.0, 70.0, 70.0)
    assert layout["xaxis"]["range"][0] < 80 < 85 < layout["xaxis"]["range"][1]


def test_the_corner_is_named_in_words():
    (words,) = drawn(dot(85, 75, "An"))["layout"]["annotations"]
    assert (words["text"], words["x"], words["y"]) == ("cao, thấp", 1, 0)
