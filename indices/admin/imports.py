"""Criteria trees from and to files, in Django admin: reading one in, the blank workbook, a set as a workbook."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from indices.actions.imports import ImportRefusedError, import_tree, why_not_into
from indices.actions.sets import SetLockedError
from indices.actions.trees import TreeFaultsError
from indices.admin.closing import why_closed
from indices.exporting.criteria import blank_workbook, tree_workbook
from indices.forms.imports import MADE, ImportForm
from indices.importing.criteria_file import CarriedError, bring_back, carry, read_file
from indices.importing.faults import FileRefusedError
from indices.models import CriteriaSet
from indices.permissions import is_admin, require
from indices.presenters.imports import ReadingPage, stored_words
from indices.queries.trees import StoredTree
from units.models import Unit

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEMPLATE = "admin/indices/criteriaset/import.html"
REFUSALS = (CarriedError, ImportRefusedError, SetLockedError)


class SetFiles:
    """The pages of files around criteria sets, for their admin."""

    def get_urls(self):
        pages = (
            ("import/", self.import_view, "import"),
            ("<int:pk>/import/", self.import_view, "import"),
            ("import/blank.xlsx", self.blank_workbook_view, "blank_workbook"),
            ("<int:pk>/workbook/", self.workbook_view, "workbook"),
        )
        return [
            *(
                path(route, self.admin_site.admin_view(view), name=f"indices_criteriaset_{name}")
                for route, view, name in pages
            ),
            *super().get_urls(),
        ]

    def import_view(self, request, pk=None):
        """Ask for a file, show what is in it, and store what was shown."""
        require(is_admin(request.user))
        into = None if pk is None else self._set(pk)
        if request.method == "POST" and "carried" in request.POST:
            return self._store(request, into)
        posted = (request.POST, request.FILES) if request.method == "POST" else ()
        form_class = self.get_form(request, form=ImportForm, fields=MADE, exclude=())
        form = form_class(*posted, initial={"into": pk})
        pages = self._read(request, form) if posted and form.is_valid() else []
        return self._import_page(request, form, into, pages)

    def _read(self, request, form):
        """A `ReadingPage` for each table in the file; a file that is refused is an error of the form."""
        target, unfinished = form.target(), form.cleaned_data["unfinished"]
        file = form.cleaned_data["file"]
        try:
            found = read_file(file.read(), file.name, criteria_set=target, unfinished=unfinished)
            return [self._page_of(request, target, one, found.origin, unfinished) for one in found.readings]
        except FileRefusedError as error:
            form.add_error("file", str(error))
            return []

    def _page_of(self, request, target, reading, origin, unfinished):
        if reading.faults:
            return ReadingPage(reading)
        leads = Unit.objects.in_bulk({row.lead_id for row in reading.rows} - {None})
        carried = carry(target, reading, origin, user_id=request.user.pk, unfinished=unfinished)
        return ReadingPage(reading, {pk: unit.name for pk, unit in leads.items()}, carried)

    def _store(self, request, into):
        try:
            carried = bring_back(request.POST["carried"], user_id=request.user.pk)
            made = import_tree(
                criteria_set=carried.criteria_set,
                rows=carried.rows,
                origin=carried.origin,
                by=request.user,
                unfinished=carried.unfinished,
            )
        except REFUSALS as error:
            messages.error(request, str(error))
        except (ValidationError, TreeFaultsError) as error:
            # Somebody has given away the slug, or laid down other figures, since the preview was made.
            messages.error(request, _("Chưa lưu: %(why)s Hãy tải tệp lên lần nữa.") % {"why": _reason(error)})
        else:
            messages.success(request, stored_words(made, len(carried.rows)))
            return HttpResponseRedirect(reverse("admin:indices_criteriaset_tree", args=(made.pk,)))
        return HttpResponseRedirect(request.path)

    def _import_page(self, request, form, into, pages):
        fieldsets = [
            (_("Lưu vào đâu"), {"fields": ("into",)}),
            (
                _("Nếu là bộ mới"),
                {"fields": ("index", "name", "name_en", "slug", "decision", ("year_from", "max_points"))},
            ),
            (_("Tệp"), {"fields": ("file", "unfinished")}),
        ]
        refused = "" if into is None else str(why_closed(into)) or why_not_into(into)
        context = {
            "title": _("Nhập bộ tiêu chí từ tệp"),
            "opts": CriteriaSet._meta,
            "form": form,
            "adminform": AdminForm(form, fieldsets, {}, model_admin=self),
            "media": self.media + form.media,
            "into": into,
            "refused": refused,
            "pages": pages,
            "several": len(pages) > 1,
            **admin.site.each_context(request),
        }
        return render(request, TEMPLATE, context)

    def blank_workbook_view(self, request):
        """The workbook to fill in."""
        require(is_admin(request.user))
        return _file(blank_workbook(), "mau-bo-tieu-chi.xlsx")

    def workbook_view(self, request, pk):
        """The tree of a set, as a workbook that reads in again unchanged."""
        require(is_admin(request.user))
        criteria_set = self._set(pk)
        rows = StoredTree(criteria_set, criteria_set.index.within).rows
        return _file(tree_workbook(criteria_set, rows), f"{criteria_set.slug}.xlsx")

    def _set(self, pk):
        criteria_set = CriteriaSet.objects.select_related("index__within").filter(pk=pk).first()
        if criteria_set is None:
            raise Http404
        return criteria_set


def _reason(error):
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return str(error)


def _file(content, name):
    return HttpResponse(
        content, content_type=WORKBOOK, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
