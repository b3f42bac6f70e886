"""What a comparison says in words: who is ahead, where the first falls behind, why a unit is offered as a peer."""

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from indices.domain.comparison import Reason
from indices.domain.figures import from_billionths
from indices.domain.side_by_side import ahead, leads_of_first, lines_won

PLACES = 2


class CompareStory:
    """The sentences of a comparison.

    Args:
        names: of the units, in the order they stand.
        figures: `Figures` of the index.
        of_leaves: are the lines the criteria of one field?
    """

    def __init__(self, names, figures, *, of_leaves=False):
        self.names, self.figures, self.of_leaves = names, figures, of_leaves

    def lede(self, totals, shares, criteria):
        """Who is ahead in total; who in how many fields; where the first is furthest behind and ahead.

        Args:
            totals: of each unit, as the table shows it, in billionths; `None` if not known.
            shares: for each criterion, the percents of the units in billionths.
            criteria: of the lines.
        """
        told = [*self._total(totals), *self._fields(shares), *self._first(shares, criteria)]
        return format_html_join(" ", "{}", ((part,) for part in told))

    def _total(self, totals):
        best = ahead(totals)
        if not best:
            return
        total = self.figures.total(from_billionths(totals[best[0]]))
        total = self.figures.in_words(total)
        yield format_html(_("{who} cao nhất với {total}."), who=self._strong(best), total=total)

    def _fields(self, shares):
        won = lines_won(shares, len(self.names))
        most = max(won, default=0)
        if len(self.names) < 2 or not most:
            return
        leaders = [position for position, count in enumerate(won) if count == most]
        said = (
            _("Dẫn đầu ở nhiều tiêu chí nhất ({most} trong {all}): {who}.")
            if self.of_leaves
            else _("Dẫn đầu ở nhiều lĩnh vực nhất ({most} trong {all}): {who}.")
        )
        compared = sum(len([share for share in row if share is not None]) > 1 for row in shares)
        yield format_html(said, who=self._strong(leaders), most=most, all=compared)

    def _first(self, shares, criteria):
        leads = leads_of_first(shares)
        worst, best = min(leads, default=None, key=_by), max(leads, default=None, key=_by)
        first = format_html("<strong>{}</strong>", self.names[0]) if self.names else ""
        if worst is not None and worst.by < 0:
            yield format_html(
                _("{who} kém xa nhất ở {field}: kém đơn vị dẫn đầu {by} điểm %."),
                who=first,
                field=_called(criteria[worst.place]),
                by=self._apart(worst.by),
            )
        if best is not None and best.by > 0:
            yield format_html(
                _("{who} hơn xa nhất ở {field}: hơn đơn vị kế tiếp {by} điểm %."),
                who=first,
                field=_called(criteria[best.place]),
                by=self._apart(best.by),
            )

    def _strong(self, positions):
        return format_html_join(_(" và "), "<strong>{}</strong>", ((self.names[place],) for place in positions))

    def _apart(self, figure):
        return self.figures.format.points(from_billionths(abs(figure)), PLACES)


def _by(lead):
    return lead.by


def _called(criterion):
    return f"{criterion.code} {criterion.label}"


def reasons_in_words(peer, *, kind, block, regions, figures):
    """Why a unit is offered: `cùng loại (tỉnh), cùng vùng Tây Nguyên, các lĩnh vực lệch trung bình 3,12 điểm %`.

    Args:
        peer: `Peer`.
        kind: what it is, in words; block: name of its block.
        regions: slug of a group -> its name.
    """
    apart = "" if peer.distance is None else figures.format.points(peer.distance, PLACES)
    word = _("điểm %") if Reason.NEAR_PROFILE in peer.reasons else figures.difference_word
    words = {
        Reason.SAME_BLOCK: _("cùng khối %(block)s") % {"block": block},
        Reason.SAME_KIND: _("cùng loại (%(kind)s)") % {"kind": kind},
        Reason.SAME_REGION: _("cùng %(regions)s") % {"regions": ", ".join(regions[slug] for slug in peer.regions)},
        Reason.NEAR_PROFILE: _("các lĩnh vực lệch nhau trung bình %(apart)s %(word)s") % {"apart": apart, "word": word},
        Reason.NEAR_TOTAL: _("tổng lệch %(apart)s %(word)s") % {"apart": apart, "word": word},
    }
    return "; ".join(words[reason] for reason in peer.reasons)
