"""What was measured, as Markdown tables that read well in a terminal too."""

FLOORS, MEGABYTES = 4, 500  # what a national workbook may take


def table(heads, rows):
    """Lines of a Markdown table; the first column to the left, the others to the right.

    Args:
        rows: as many texts each as there are heads.
    """
    widths = [max(len(row[place]) for row in [heads, *rows]) for place in range(len(heads))]

    def line(cells):
        first, *others = zip(cells, widths, strict=True)
        padded = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]
        return f"| {' | '.join(padded)} |"

    rule = [":" + "-" * (width - 1) if place == 0 else "-" * (width - 1) + ":" for place, width in enumerate(widths)]
    return [line(heads), line(rule), *(line(row) for row in rows)]


def shown(spread, places=1):
    """`12.3 (11.9-13.0)`: the median with its quartiles."""
    if spread is None:
        return "–"
    return f"{spread.median:.{places}f} ({spread.lower:.{places}f}–{spread.upper:.{places}f})"


def kilobytes(count):
    return f"{count / 1000:.1f}"


def verdict(found, aim):
    return "met" if found < aim else "MISSED"


def growth(cost):
    """Do queries grow with units? As many for a few as for a country, or more: they do not."""
    return "same" if cost.queries <= cost.queries_of_few else "GROWN"


def page_table(costs):
    """Server time, queries and size of every page; `of few`: the queries of the same page over a few units."""
    heads = ["page", "server ms", "least", "aim", "304 ms", "queries", "of few", "in them ms", "kB", "gzip kB"]
    rows = []
    for cost in costs:
        aim = cost.page.aim
        rows.append(
            [
                cost.page.name,
                shown(cost.answered),
                f"{cost.answered.lowest:.1f}",
                "" if aim is None else f"{aim} {verdict(cost.answered.median, aim)}",
                shown(cost.kept),
                str(cost.queries),
                "" if cost.queries_of_few is None else f"{cost.queries_of_few} {growth(cost)}",
                f"{cost.in_database:.1f}",
                kilobytes(cost.raw),
                kilobytes(cost.compressed),
            ]
        )
    return table(heads, rows)


def load_table(loads):
    """Requests per second. `loads`: [(name, Load)]."""
    rows = [[name, f"{found.per_second:.0f}", shown(found.milliseconds)] for name, found in loads]
    return table(["page", "requests/s", "ms each"], rows)


def weight_table(weights, *, most):
    """What a first visit is sent. `weights`: [(name, Weight)]; `most`: the aim in bytes, without charts."""
    kinds = ("html", "css", "js", "images", "fonts", "charts")
    heads = ["page", *(f"{kind} kB" for kind in kinds), "in all", "without charts", f"aim {kilobytes(most)}"]
    rows = []
    for name, weight in weights:
        parts = [
            f"{kilobytes(sent)} of {kilobytes(raw)}"
            for raw, sent in (weight.by_kind.get(kind, (0, 0)) for kind in kinds)
        ]
        counted = weight.sent(without="charts")
        rows.append([name, *parts, kilobytes(weight.sent()), kilobytes(counted), verdict(counted, most)])
    return table(heads, rows)


def upload_table(costs):
    """Workbooks of scores: how long each step took, in seconds and in floors, the memory, and whether that is little
    enough: a provincial file within a second; the national one within so many floors and megabytes."""
    heads = [
        "workbook", "floor s", "until faults s", "until checked s", "stored, ranked s", "in all s", "in floors",
        "a second file s", "checking MB", "storing MB", f"aim {FLOORS} floors", f"aim {MEGABYTES} MB", "aim 1 s",
    ]  # fmt: skip
    return table(heads, [_upload_row(cost) for cost in costs])


def _upload_row(cost):
    most = max(cost.checking, cost.storing)
    return [
        cost.name,
        f"{cost.read_by_fastest:.2f} + {cost.bare_insert:.2f}",
        *(f"{seconds:.2f}" for seconds in (cost.until_faults, cost.until_checked, cost.until_stored, cost.in_all)),
        f"{cost.ratio:.1f}",
        f"{cost.again_checked:.2f} + {cost.again_stored:.2f}",
        *(f"{memory / 1_000_000:.0f}" for memory in (cost.checking, cost.storing)),
        "" if cost.is_provincial else verdict(cost.ratio, FLOORS),
        "" if cost.is_provincial else verdict(most, MEGABYTES * 1_000_000),
        verdict(max(cost.until_faults, cost.until_checked, cost.until_stored), 1) if cost.is_provincial else "",
    ]


def part_table(costs):
    """What one step inside a page costs. `costs`: of `explaining.measure`."""
    heads = ["step", "ms", "least", "aim", "queries"]
    rows = [
        [
            cost.name,
            shown(cost.taken),
            f"{cost.taken.lowest:.1f}",
            f"{cost.aim} {verdict(cost.taken.median, cost.aim)}",
            str(cost.queries),
        ]
        for cost in costs
    ]
    return table(heads, rows)


def spread_table(head, rows):
    """A figure with its spread a line. `rows`: [(name, Spread)]."""
    return table([head, "ms"], [[name, shown(found, 0)] for name, found in rows])
