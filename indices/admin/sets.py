"""From one decision to the next, in Django admin: copying a criteria set, comparing two, putting one into force."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indices.actions.sets import SetNotReadyError, copy_set, put_in_force, take_back_set
from indices.forms.sets import COPIED, CopyForm, proposed
from indices.models import CriteriaSet
from indices.permissions import is_admin, require
from indices.presenters.set_compare import ComparePage
from indices.presenters.set_in_force import InForcePage
from indices.presenters.sets import copied_words, hindrance_words, next_steps, set_words
from indices.queries.crosswalks import chosen_sets, comparison, indices_with_two_sets

State = CriteriaSet.State
TEMPLATES = "admin/indices/criteriaset"


class SetSteps:
    """What a set's own page leads to, for its admin: the pages here, and which of them are possible now."""

    def get_urls(self):
        pages = (("<int:pk>/copy/", "copy"), ("compare/", "compare"), ("<int:pk>/in-force/", "in_force"))
        return [
            *(
                path(
                    route, self.admin_site.admin_view(getattr(self, f"{name}_view")), name=f"indices_criteriaset_{name}"
                )
                for route, name in pages
            ),
            *super().get_urls(),
        ]

    def get_readonly_fields(self, request, obj=None):
        """A set goes into force on a page of its own; here one in force may only be said to have ended."""
        readonly = super().get_readonly_fields(request, obj)
        in_force = obj is not None and obj.state == State.IN_FORCE
        return readonly if in_force or "state" in readonly else (*readonly, "state")

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if db_field.name == "state":
            kwargs["choices"] = [(state.value, state.label) for state in (State.IN_FORCE, State.RETIRED)]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if change and obj is not None:
            context["steps"] = next_steps(obj, locked=bool(self.closed(obj)))
        return super().render_change_form(request, context, add, change, form_url, obj)

    # The pages

    def copy_view(self, request, pk):
        """Ask what the copy is called, make it, and go on to its tree."""
        criteria_set = self._set_or_404(request, pk)
        form_class = self.get_form(request, form=CopyForm, fields=COPIED, exclude=())
        form = form_class(request.POST or None, initial=proposed(criteria_set))
        if request.method == "POST" and form.is_valid():
            made = copy_set(criteria_set=criteria_set, by=request.user, **form.cleaned_data)
            messages.success(request, _("Đã chép thành “%(set)s”, đang là dự thảo.") % {"set": made})
            return HttpResponseRedirect(reverse("admin:indices_criteriaset_change", args=(made.pk,)))
        return self._page(
            request,
            "copy",
            _("Chép thành bộ mới: %(set)s") % {"set": criteria_set},
            criteria_set=criteria_set,
            form=form,
            adminform=AdminForm(form, [(None, {"fields": COPIED})], {}, model_admin=self),
            media=self.media + form.media,
            copied=copied_words(criteria_set),
        )

    def in_force_view(self, request, pk):
        """Show what putting a set into force needs and does, and do it; or take it back."""
        criteria_set = self._set_or_404(request, pk)
        if request.method == "POST":
            refused = self._put_or_take(request, criteria_set)
            if not refused:
                return HttpResponseRedirect(reverse("admin:indices_criteriaset_change", args=(pk,)))
        else:
            refused = []
        page = InForcePage(criteria_set, get_language())
        title = _("Đưa vào áp dụng: %(set)s") if page.is_draft else _("Rút về dự thảo: %(set)s")
        return self._page(
            request,
            "in_force",
            title % {"set": criteria_set},
            criteria_set=criteria_set,
            page=page,
            refused=refused,
            seen="seen" in request.POST,
        )

    def _put_or_take(self, request, criteria_set):
        """Do what the pressed button says; [Told] of why it cannot be done, empty where it was."""
        try:
            if request.POST.get("do") == "take_back":
                take_back_set(criteria_set=criteria_set, by=request.user)
                self.message_user(request, _("Đã rút “%(set)s” về dự thảo.") % {"set": criteria_set})
            else:
                accepted = "seen" in request.POST
                put_in_force(criteria_set=criteria_set, by=request.user, accept_links=accepted)
                self.message_user(request, _("“%(set)s” đã được đưa vào áp dụng.") % {"set": criteria_set})
        except SetNotReadyError as error:
            return [hindrance_words(one, criteria_set, error.rows) for one in error.hindrances]
        return []

    def compare_view(self, request):
        """Two sets of one index side by side; which ones, and which rows, the address says."""
        require(is_admin(request.user))
        choice = chosen_sets(request.GET)
        page = None
        if choice.new is not None:
            show = request.GET.get("show", "")
            page = ComparePage(comparison(choice.old, choice.new), get_language(), show)
        return self._page(
            request,
            "compare",
            _("So sánh hai bộ tiêu chí"),
            choice=choice,
            options=[(one, set_words(one)) for one in choice.sets],
            indices=[] if choice.index else indices_with_two_sets(),
            page=page,
        )

    def _set_or_404(self, request, pk):
        require(is_admin(request.user))
        criteria_set = CriteriaSet.objects.select_related("index", "decision", "copied_from").filter(pk=pk).first()
        if criteria_set is None:
            raise Http404
        return criteria_set

    def _page(self, request, name, title, **context):
        context |= {"title": title, "opts": CriteriaSet._meta, **admin.site.each_context(request)}
        return render(request, f"{TEMPLATES}/{name}.html", context)
