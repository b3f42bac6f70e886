"""The ledger of a brief: six columns of text, the last row, and how it is to be read."""

from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.domain.figures import cut
from indices.domain.ledger_values import NoLedger, State
from indices.domain.places import NoPlaces
from indices.presenters.said import in_percent
from indices.presenters.words import maximum_text
from reformtrack.figures import NOTHING


def criteria_word(count):
    """`3 tiêu chí`."""
    return ngettext("%(count)s tiêu chí", "%(count)s tiêu chí", count) % {"count": count}


def name_of(line):
    """Code and name of a line of the ledger."""
    return f"{line.leaf.code} {line.leaf.name}".strip()


def rows_of(ledger, figures, most):
    """The most lost first, as many as there is room for; all others in one row."""
    for line in ledger.losses[:most]:
        yield _row(line, figures)
    yield from _rest(ledger.losses[most:], figures)


def _row(line, figures):
    if line.points is None or line.maximum is None:
        # Cut, as a quotient is stored; rounded once, for showing.
        share = None if line.share is None else in_percent(figures.format.points(cut(100 * line.share), 2))
        held, lost = share or NOTHING, NOTHING
    else:
        held = f"{figures.total(line.points)} / {maximum_text(line.maximum, figures)}"
        lost = figures.total(line.lost)
    return (name_of(line), held, lost, _against(line, figures), line.agency or NOTHING, _places(line))


def _against(line, figures):
    """The change since the year before, with how long it has been lost; or why there is nothing to compare."""
    if line.state is State.NEWLY_LOST:
        word = _("mới mất")
    elif line.state is State.STILL_LOST:
        word = _("mất %(years)s năm") % {"years": line.years}
    else:
        word = ""
    change = line.earlier.change if line.earlier else None
    if change is None:
        return capfirst(word) or NOTHING
    return f"{figures.change(change)}; {word}" if word else figures.change(change)


def _places(line):
    if line.costs is None:
        return NOTHING
    return str(line.costs.places)


def _rest(lines, figures):
    """One row for all that the page has no room for; none if it has."""
    if not lines:
        return ()
    known = [line.lost for line in lines if line.lost is not None]
    lost = figures.total(sum(known, Decimal(0))) if len(known) == len(lines) else NOTHING
    name = ngettext("%(count)s tiêu chí khác", "%(count)s tiêu chí khác", len(lines)) % {"count": len(lines)}
    return ((name, "", lost, "", "", ""),)


def sum_row(ledger, figures):
    """The last row: all criteria of the ledger, those at full marks too."""
    whole = ledger.whole
    if not ledger.lines or whole.unknown:
        return ()
    held = f"{figures.total(whole.points)} / {maximum_text(whole.maximum, figures)}"
    return (_("Cộng mọi tiêu chí"), held, figures.total(whole.lost), "", "", "")


def why_no_rows(ledger):
    if ledger.no_ledger is NoLedger.TOTAL_ONLY:
        return _("Chỉ công bố tổng: không biết điểm của từng tiêu chí.")
    if ledger.no_ledger is not None:
        return _("Không có điểm của từng tiêu chí trong số liệu đã công bố.")
    if ledger.losses:
        return ""
    unknown = ledger.in_state(State.UNKNOWN)
    if not unknown:
        return _("Không mất điểm ở tiêu chí nào.")
    if len(unknown) == len(ledger.lines):
        return _("Chưa biết điểm tối đa của các tiêu chí nên không biết mất điểm ở đâu.")
    return _("Không mất điểm ở tiêu chí nào trong số đã biết điểm tối đa.")


def notes(ledger, figures):
    """How the table is to be read, and what is not in it."""
    if any(line.costs is not None for line in ledger.losses):
        yield _(
            "Bậc: số bậc tăng thêm nếu chỉ riêng tiêu chí ấy đạt điểm tối đa và các đơn vị khác giữ nguyên; "
            "không cộng được với nhau."
        )
    elif ledger.no_places is not None and ledger.losses:
        yield _("Không tính được bậc: %(why)s.") % {"why": _why_no_places(ledger.no_places)}
    if ledger.bonus:
        bonus = sum((extra.points for extra in ledger.bonus), Decimal(0))
        yield _("Ngoài bảng: điểm thưởng %(points)s điểm.") % {"points": figures.total(bonus)}
    for codes, sentence in (
        (ledger.not_scored, _("Chưa chấm: %(codes)s.")),
        (ledger.not_published, _("Chưa công bố điểm: %(codes)s.")),
    ):
        if codes:
            yield sentence % {"codes": ", ".join(leaf.code for leaf in codes)}


def _why_no_places(no_places):
    return {
        NoPlaces.NOT_IN_TABLE: _("đơn vị không có trong bảng"),
        NoPlaces.NOT_RANKED: _("đơn vị không thuộc diện xếp hạng"),
        NoPlaces.STATED_TOTALS: _("tổng do nơi công bố nêu, không phải là tổng điểm các tiêu chí"),
        NoPlaces.INCOMPLETE: _("có đơn vị chưa biết tổng nên không đếm được thứ hạng"),
        NoPlaces.MIXED: _("có đơn vị biết điểm tối đa, có đơn vị không, nên không so được"),
        NoPlaces.NO_MAXIMUM: _("chưa biết điểm tối đa của đơn vị"),
    }[no_places]
