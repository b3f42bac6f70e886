"""What the league table page says around its rows: heads, the sentence above, the choices, what lies below."""

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.filters import MORE, SHOW
from indices.models import Index
from indices.presenters.addresses import address_label, criterion_address, source_address
from indices.presenters.words import moved_in_words, period_name, short_date, units_word
from indices.tables import column_name
from units.queries import shown_name


class Heads:
    """The head of the table: each names its column and sorts by it, the best first; a code leads to its criterion."""

    def __init__(self, edition, state, table, columns, figures, *, previous):
        self.edition, self.state, self.table, self.columns = edition, state, table, columns
        self.figures, self.previous = figures, previous

    def _head(self, name, text, classes, *, sub="", title="", criterion=None):
        now, best = self.state.sort or "rank", self.table.columns[column_name(name)].column.best
        descending = now == f"-{name}"
        first, second = (f"-{name}", name) if best == "desc" else (name, f"-{name}")
        asked = second if now == first else first
        aria = "descending" if descending else "ascending" if now == name else ""
        href = self.state.address(sort="" if asked == "rank" else asked)
        head = {"text": text, "sub": sub, "title": title, "classes": classes, "aria_sort": aria, "href": href}
        if criterion is not None:
            told = _("Tiêu chí %(criterion)s: điểm của mọi đơn vị") % {"criterion": criterion}
            head |= {"sub_href": criterion_address(self.edition, criterion), "sub_label": told}
        return head

    def rows(self):
        """One row of heads."""
        columns, head = self.columns, self._head
        index, before = self.figures.index, self.previous
        total = {
            Index.Figure.POINTS: _("Tổng điểm"),
            Index.Figure.PERCENT: _("Chỉ số (%)"),
            Index.Figure.VALUE: _("Điểm"),
        }[index.figure]
        unit = "%" if index.figure == Index.Figure.PERCENT else _("điểm")
        heads = [head("rank", _("Hạng"), "rank")]
        if columns.has_changes:
            heads.append(head("places", _("± bậc"), "move", title=_("so với %(label)s") % {"label": before.label}))
        heads += [head("unit", _("Đơn vị"), "unit"), head("total", total, "total")]
        if columns.points:
            heads.append(head("points", _("Điểm"), "num wide"))
        if columns.has_changes:
            heads.append(head("change", f"± {unit}", "num", title=_("so với %(label)s") % {"label": before.label}))
        if columns.gap:
            heads.append(head("gap", _("Tới hạng trên"), "num wide"))
        if columns.band:
            heads.append(head("band", _("Xếp loại"), "wide"))
        if columns.survey:
            told = _("Khảo sát không phân biệt được các đơn vị có cùng một chữ.")
            heads.append({"text": _("Khoảng 95 %"), "classes": "num wide"})
            heads.append({"text": _("Không phân biệt"), "title": told, "classes": "wide"})
        if columns.years:
            span = f"{columns.years[0].label}–{columns.years[-1].label}"
            heads.append({"text": span, "classes": "spark wide"})
        heads += [{"text": name, "classes": "num wide"} for name in columns.parts.values()]
        if columns.parts:
            heads.append({"text": _("Cộng các phần"), "classes": "num wide"})
        letter = {"ranks": "r", "changes": "d"}.get(columns.show, "c")
        for criterion in columns.criteria:
            name = f"{letter}:{criterion.code}"
            words = {"sub": criterion.code, "title": criterion.shown_name}
            heads.append(head(name, criterion.label, "num wide", **words, criterion=criterion))
        return [heads]


class Story:
    """The sentences of the page: who leads, where one's own unit stands, what the figures are worth."""

    def __init__(self, edition, figures, counts, *, roll, previous, comparable):
        # `roll`: the block that is shown, or the whole edition.
        self.edition, self.figures, self.counts, self.roll = edition, figures, counts, roll
        self.previous, self.comparable = previous, comparable

    def lede(self, leaders, names, mine, before):
        """Who leads, and where one's own unit stands.

        Args:
            leaders: standings in first place.
            names: unit id -> the name it bore.
            mine: one's own standing, or `None`; before: its (rank, total) in the edition before.
        """
        parts = []
        if leaders:
            who = format_html_join(
                _(" và "), "<strong>{}</strong>", ((shown_name(s.unit, names),) for s in leaders[:3])
            )
            total = self.figures.standing(leaders[0]) if leaders[0].total is not None else None
            maximum = self.edition.criteria_set.max_points
            if total is None:
                parts.append(format_html(_("{who} đứng đầu."), who=who))
            elif self.edition.index.figure == Index.Figure.POINTS and maximum:
                parts.append(
                    format_html(
                        _("{who} dẫn đầu với {total} trên {maximum} điểm."),
                        who=who,
                        total=total,
                        maximum=self.figures.format.exact(maximum),
                    )
                )
            else:
                parts.append(format_html(_("{who} dẫn đầu với {total}."), who=who, total=self.figures.in_words(total)))
        if mine is not None:
            parts.append(self._own(mine, names, before))
        return format_html_join(" ", "{}", ((part,) for part in parts))

    def _ranked_with(self, mine):
        """How many units are ranked with one's own, in its block; `None` where it is not known."""
        if mine.block_id and mine.block_id != getattr(self.roll, "pk", None):
            return mine.block.stated_units
        return self.roll.ranked_in_all(self.counts["placed"])

    def _own(self, mine, names, before):
        who = shown_name(mine.unit, names)
        if mine.shown_rank is None:
            return format_html(_("<strong>{who}</strong> không có thứ hạng ở bảng này."), who=who)
        ranked = self._ranked_with(mine)
        if ranked is None:
            told = [format_html(_("<strong>{who}</strong> đứng thứ {rank}"), who=who, rank=mine.shown_rank)]
        else:
            units = units_word(ranked, self.edition.index.level)
            said = _("<strong>{who}</strong> đứng thứ {rank} trong {units}")
            told = [format_html(said, who=who, rank=mine.shown_rank, units=units)]
        rank_before = before[0] if before else None
        if rank_before and self.comparable:
            told.append(
                _("%(moved)s so với %(label)s")
                % {"moved": moved_in_words(rank_before - mine.shown_rank), "label": self.previous.label}
            )
        if mine.gap is not None:
            told.append(
                _("cách hạng trên %(gap)s %(word)s")
                % {"gap": self.figures.difference(mine.gap), "word": self.figures.difference_word}
            )
        return format_html("{}.", format_html_join(", ", "{}", ((part,) for part in told)))

    def status(self):
        """The status line: what the figures are worth, what year, published when and by what, source, revision."""
        edition, index = self.edition, self.edition.index
        badges = []
        if index.is_sample:
            badges.append({"kind": "sample", "text": _("Dữ liệu minh họa")})
        if edition.is_frozen and index.publishes_ranks:
            badges.append({"kind": "official", "text": _("Thứ hạng công bố")})
        if not index.publishes_ranks:
            badges.append({"kind": "computed", "text": _("Hạng do phần mềm tính")})
        parts = [{"text": _("Năm đánh giá %(label)s") % {"label": period_name(edition)}}]
        if edition.published_on and edition.decision:
            told = _("công bố %(day)s theo %(decision)s")
            parts.append({"text": told % {"day": short_date(edition.published_on), "decision": edition.decision}})
        elif edition.published_on:
            parts.append({"text": _("công bố %(day)s") % {"day": short_date(edition.published_on)}})
        if edition.source:
            href = source_address(edition.source.code, is_sample=index.is_sample)
            parts.append({"text": _("nguồn"), "href": href})
        parts.append({"text": self.coverage()})
        parts.append({"text": _("bản %(number)s") % {"number": edition.revision}})
        return {"badges": badges, "parts": parts}

    def coverage(self):
        """How many of the units are known: `biết 13 trong 63 tỉnh, thành phố`."""
        stated, counts = self.roll.stated_units, self.counts
        if stated and counts["known"] < stated:
            return _("biết %(known)s trong %(units)s") % {
                "known": counts["known"],
                "units": units_word(stated, self.edition.index.level),
            }
        if self.roll.is_partial(counts["known"]):
            told = _("biết %(units)s, chưa rõ trong tất cả bao nhiêu")
            return told % {"units": units_word(counts["known"], self.edition.index.level)}
        told = units_word(counts["placed"], self.edition.index.level)
        left = counts["incomplete"] + counts["unpublished"]
        if left:
            told += ", " + ngettext(
                "%(count)s đơn vị thiếu số liệu không xếp hạng",
                "%(count)s đơn vị thiếu số liệu không xếp hạng",
                left,
            ) % {"count": left}
        return told


def toolbar(edition, state, *, sisters, blocks, regions, fields, mine, names, columns, has_layouts, has_more):
    """The choices above the table, as components/toolbar.html takes them; each keeps the others."""
    index = edition.index
    views = None
    if mine is not None and mine.shown_rank:
        views = {
            "label": _("Phạm vi"),
            "options": [
                {"text": _("Toàn bảng"), "href": state.address(around=False), "current": not state.around},
                {
                    "text": _("Quanh %(unit)s ±3") % {"unit": shown_name(mine.unit, names)},
                    "href": state.address(around=True, sort="", q="", region="", block=""),
                    "current": state.around,
                },
            ],
        }
    fields_of_form = []
    if blocks:
        options = [{"value": "", "text": _("Tất cả")}]
        options += [{"value": block.slug, "text": block.shown_name} for block in blocks]
        fields_of_form.append({"kind": "select", "name": "block", "label": _("Khối"), "value": state.block})
        fields_of_form[-1]["options"] = options
    if regions:
        options = [{"value": "", "text": _("Cả nước")}]
        options += [{"value": region.slug, "text": region.shown_name} for region in regions]
        fields_of_form.append({"kind": "select", "name": "region", "label": _("Vùng"), "value": state.region})
        fields_of_form[-1]["options"] = options
    if fields:
        options = [{"value": "", "text": _("các lĩnh vực")}] if state.show else [{"value": "", "text": _("không hiện")}]
        options += [{"value": f.code, "text": f"{f.code} {f.label}"} for f in fields]
        fields_of_form.append({"kind": "select", "name": "under", "label": _("Cột"), "value": state.under})
        fields_of_form[-1]["options"] = options
    fields_of_form.append(
        {"kind": "search", "name": "q", "label": _("Đơn vị"), "value": state.q, "placeholder": _("tên…")}
    )
    named = {field["name"] for field in fields_of_form}
    hidden = [{"name": n, "value": v} for n, v in state.pairs() if n not in named and n not in ("page", "view")]
    layouts = None
    if has_layouts:
        words = {"values": _("Điểm"), "ranks": _("Hạng"), "changes": _("Thay đổi")}
        shown = [name for name in SHOW if name != "changes" or (columns.has_changes and columns.comparable)]
        layouts = {
            "label": _("Cột thành phần"),
            "options": [
                {"text": _("Gọn"), "href": state.address(show="", under="", sort=""), "current": not state.show},
                *(
                    {"text": words[name], "href": state.address(show=name, sort=""), "current": state.show == name}
                    for name in shown
                ),
            ],
        }
    further = {
        "years": _("Diễn biến các năm"),
        "band": _("Xếp loại"),
        "parts": _("Các phần của tổng"),
        "points": _("Điểm và chỉ số cạnh nhau"),
    }
    more = [
        {
            "text": ("✓ " if name in state.more else "") + further[name],
            "href": state.address(more=state.toggled(name)),
        }
        for name in MORE
        if has_more[name]
    ]
    query = state.address(page=1)
    downloads = [
        {
            "text": text,
            "href": reverse("league_table_file", args=(index.slug, address_label(edition), extension))
            + query.rstrip("?"),
            "note": note,
        }
        for extension, text, note in (
            ("xlsx", "XLSX", _("sổ tính, tiêu đề tiếng Việt, có trang nguồn")),
            ("csv", "CSV", _("cho máy đọc, số đầy đủ")),
            ("json", "JSON", _("cho máy đọc, kèm quyết định và nguồn")),
        )
    ]
    return {
        "views": views,
        "years": year_choice(edition, sisters),
        "fields": fields_of_form,
        "hidden": hidden,
        "layouts": layouts,
        "more": more,
        "downloads": downloads,
    }


def year_choice(edition, sisters):
    """The other editions, for a form of its own: it leads to another address."""
    return {
        "action": reverse("index_detail", args=(edition.index.slug,)),
        "value": edition.label,
        "options": [{"value": e.label, "text": period_name(e)} for e in sisters],
    }


def spread_sentence(spread, figures):
    """What a place is worth in the middle of the table; empty for a short one."""
    if spread is None:
        return ""
    return _(
        "Từ hạng %(first)s đến hạng %(last)s chỉ cách nhau %(difference)s %(word)s: mỗi bậc khoảng %(each)s %(word)s."
    ) % {
        "first": spread.first,
        "last": spread.last,
        "difference": figures.difference(spread.difference),
        "each": figures.difference(spread.per_place),
        "word": figures.difference_word,
    }
