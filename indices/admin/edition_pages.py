"""The admin's pages of an edition: opening it, its units, publishing, correcting, and the buttons in between."""

from django.contrib import messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from indices.actions import Draft, publish_edition, recompute_edition
from indices.actions.editions import open_correction, open_edition, submit_edition, take_back_edition
from indices.actions.readiness import RefusedError
from indices.actions.rolls import roll_of, set_roll
from indices.admin.closing import FROZEN
from indices.forms.editions import CorrectionForm, OpenEditionForm, PublishForm, RollFilter, read_roll
from indices.models import Edition
from indices.presenters.edition_admin import address, left_behind_notes, next_steps, opened_notes, opened_words, review
from indices.presenters.edition_roll import bulk_rows, roll_table
from indices.presenters.refusals import why_refused
from indices.queries.entries import entered
from indices.queries.rolls import edition_before, fields_of, holding_figures, kinds_on_roll, left_behind, roll_units
from records import wording as trail

PER_PAGE = 100  # rows of a roll on a page
BROKEN_SET = gettext_lazy(
    "Bộ tiêu chí có chỗ chưa đúng nên chưa tính được; hãy mở bộ tiêu chí, sửa các chỗ được nêu ở đó rồi làm lại."
)
HANDED_IN = gettext_lazy("Năm đánh giá đã trình; hãy lấy lại để sửa danh sách đơn vị.")

trail.register(
    kinds={
        "edition_opened": gettext_lazy("Mở năm đánh giá"),
        "roll_set": gettext_lazy("Chọn đơn vị được đánh giá"),
        "edition_submitted": gettext_lazy("Trình năm đánh giá"),
        "edition_taken_back": gettext_lazy("Lấy lại năm đánh giá đã trình"),
        "edition_recomputed": gettext_lazy("Tính lại năm đánh giá"),
        "edition_published": gettext_lazy("Công bố năm đánh giá"),
        "correction_opened": gettext_lazy("Lập bản sửa đổi"),
    },
    terms={
        "units_added": gettext_lazy("đơn vị thêm vào"),
        "units_removed": gettext_lazy("đơn vị bỏ ra"),
        "units_changed": gettext_lazy("đơn vị đổi khối, diện xếp hạng hoặc ghi chú"),
        "corrects": gettext_lazy("sửa bản"),
        "copied_from": gettext_lazy("chép từ"),
        "standings": gettext_lazy("số đơn vị"),
        "scores": gettext_lazy("số điểm đã nhập"),
    },
)


class EditionPages:
    """What `EditionAdmin` has beside the pages of every admin. Each page is for who may change editions."""

    def get_urls(self):
        pages = (
            ("units", self.units_page),
            ("publish", self.publish_page),
            ("correction", self.correction_page),
            ("step", require_POST(self.step)),
        )
        own = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(page), name=f"indices_edition_{name}")
            for name, page in pages
        ]
        return own + super().get_urls()

    def _edition(self, request, pk):
        if not self.has_change_permission(request):
            raise PermissionDenied
        editions = Edition.objects.select_related("index__within", "criteria_set__index", "decision")
        return get_object_or_404(editions, pk=pk)

    def _page(self, request, template, title, **context):
        shown = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, **context}
        return TemplateResponse(request, f"admin/indices/edition/{template}.html", shown)

    def _form(self, form):
        """A form in the look of the admin's own."""
        return AdminForm(form, [(None, {"fields": list(form.fields)})], {}, model_admin=self)

    # Opening

    def add_view(self, request, form_url="", extra_context=None):
        """Index and label first; everything else comes from the edition before."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        initial = {"index": request.GET.get("index"), "label": request.GET.get("label", "")}
        form = OpenEditionForm(request.POST or None, initial=initial)
        instead = None
        if form.is_valid():
            try:
                return self._opened(request, open_edition(**form.cleaned_data, by=request.user))
            except RefusedError as refusal:
                form.add_error(refusal.field, list(refusal.reasons))
                instead = refusal.edition
        return self._page(
            request,
            "open",
            _("Mở năm đánh giá"),
            form=form,
            adminform=self._form(form),
            media=self.media + form.media,
            instead=instead,
            instead_address=instead and address(instead, "change"),
            is_popup=IS_POPUP_VAR in request.GET or IS_POPUP_VAR in request.POST,
        )

    def _opened(self, request, opened):
        if IS_POPUP_VAR in request.POST:
            return self.response_add(request, opened.edition)
        self.message_user(request, opened_words(opened), messages.SUCCESS)
        for note in opened_notes(opened):
            self.message_user(request, note, messages.WARNING)
        return HttpResponseRedirect(address(opened.edition, "change"))

    def steps_of(self, edition):
        """Its next steps, for the change page."""
        ranked = edition.standings.filter(to_be_ranked=True).count()
        return next_steps(edition, edition.standings.count(), ranked, holding_figures(edition).count())

    def step(self, request, pk):
        """A button of the change page was pressed."""
        edition = self._edition(request, pk)
        steps = {
            "recompute": (recompute_edition, _("Đã tính lại %(edition)s.")),
            "submit": (submit_edition, _("Đã trình %(edition)s.")),
            "take_back": (take_back_edition, _("Đã lấy lại %(edition)s để sửa.")),
        }
        if request.POST.get("step") in steps:
            action, done = steps[request.POST["step"]]
            reasons = why_refused(BROKEN_SET, lambda: action(edition=edition, by=request.user))
            for reason in reasons:
                self.message_user(request, reason, messages.ERROR)
            if not reasons:
                self.message_user(request, done % {"edition": edition}, messages.SUCCESS)
        return HttpResponseRedirect(address(edition, "change"))

    # Units

    def units_page(self, request, pk):
        """Who takes part, who is ranked, in which block, and what does not apply to whom."""
        edition = self._edition(request, pk)
        filters = RollFilter(request.GET, kinds=kinds_on_roll(edition))
        units = roll_units(edition, **filters.wanted())
        rows, reasons = None, []
        if request.method == "POST":
            bulk = request.POST.get("bulk")
            rows = bulk_rows(edition, bulk, units, request.POST.get("bulk_block")) if bulk else read_roll(request.POST)
            done = []
            reasons = why_refused(
                BROKEN_SET, lambda: done.append(set_roll(edition=edition, rows=rows, by=request.user))
            )
            if not reasons:
                self._tell_changes(request, *done)
                return HttpResponseRedirect(request.get_full_path())
            rows = None if bulk else rows  # what was typed stays; a tool for many types nothing
        page = Paginator(units, PER_PAGE).get_page(request.GET.get("page"))
        roll, fields = roll_of(edition), fields_of(edition.criteria_set)
        blocks = list(edition.blocks.all())
        closed = FROZEN if edition.is_frozen else (HANDED_IN if edition.state == Edition.State.SUBMITTED else "")
        query = request.GET.copy()
        query.pop("page", None)
        return self._page(
            request,
            "units",
            _("Đơn vị được đánh giá: %(edition)s") % {"edition": edition},
            original=edition,
            reasons=reasons,
            closed=closed,
            notes=[] if closed else self._left_behind(edition, roll),
            filters=filters,
            query=query.urlencode(),
            found=page.paginator.count,
            page=page,
            page_numbers=page.paginator.get_elided_page_range(page.number),
            table=roll_table(page.object_list, roll, blocks, fields, {row.unit: row for row in rows or ()}),
            blocks=blocks,
            fields=fields,
            on_roll=len(roll.standings),
            ranked=sum(standing.to_be_ranked for standing in roll.standings.values()),
        )

    def _left_behind(self, edition, roll):
        before = edition_before(edition.index, edition.period, edition.starts_on)
        return left_behind_notes(left_behind(edition, before), roll.standings.keys()) if before else []

    def _tell_changes(self, request, changes):
        if not changes:
            self.message_user(request, _("Không có gì thay đổi."), messages.INFO)
            return
        text = _("Đã lưu: thêm %(added)s, bỏ %(removed)s, đổi %(changed)s đơn vị. Số tính được đã để trống; "
                 "hãy “Tính lại” khi đã nhập điểm.")  # fmt: skip
        told = {name: len(names) for name, names in vars(changes).items()}
        self.message_user(request, text % told, messages.SUCCESS)

    # Publishing

    def publish_page(self, request, pk):
        """What will be frozen, before it is; then the decision."""
        edition = self._edition(request, pk)
        if edition.is_frozen:
            self.message_user(request, f"{edition}: {FROZEN}", messages.WARNING)
            return HttpResponseRedirect(address(edition, "change"))
        form = PublishForm(request.POST or None, edition=edition, initial={"decision": edition.decision_id})
        reasons = []
        if form.is_valid():
            reasons = why_refused(
                BROKEN_SET, lambda: publish_edition(edition=edition, by=request.user, **form.cleaned_data)
            )
            if not reasons:
                self.message_user(request, _("Đã công bố %(edition)s.") % {"edition": edition}, messages.SUCCESS)
                edition.refresh_from_db()
                return HttpResponseRedirect(edition.get_absolute_url())
        drafts = [Draft(standing, scores) for standing, scores in entered(edition)]
        try:
            found = review(edition, drafts, get_language())
        except ValueError:  # the criteria make no tree
            found, reasons = None, [BROKEN_SET]
        return self._page(
            request,
            "publish",
            _("Công bố %(edition)s") % {"edition": edition},
            original=edition,
            reasons=reasons,
            review=found,
            form=form,
            adminform=self._form(form),
            media=self.media + form.media,
        )

    # Correcting

    def correction_page(self, request, pk):
        """Why a published edition is corrected; then its new draft."""
        edition = self._edition(request, pk)
        form, instead = CorrectionForm(request.POST or None), None
        if form.is_valid():
            try:
                made = open_correction(edition=edition, by=request.user, **form.cleaned_data)
            except RefusedError as refusal:
                form.add_error(refusal.field or None, list(refusal.reasons))
                instead = refusal.edition
            else:
                self.message_user(request, _("Đã lập %(edition)s.") % {"edition": made}, messages.SUCCESS)
                return HttpResponseRedirect(address(made, "change"))
        return self._page(
            request,
            "correction",
            _("Lập bản sửa đổi: %(edition)s") % {"edition": edition},
            original=edition,
            form=form,
            adminform=self._form(form),
            media=self.media + form.media,
            instead=instead,
            instead_address=instead and address(instead, "change"),
        )
