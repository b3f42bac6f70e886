"""Forms of accounts: Django's own, without what speaks of other ways to sign in, which this site does not have."""

from django import forms
from django.contrib.auth.forms import BaseUserCreationForm, SetPasswordMixin, UserChangeForm

from records.accounts import hold_admins, last_admin_stays, locks_everybody_out
from records.models import User


class NewAccountForm(BaseUserCreationForm):
    """A name to sign in by and a password; everything else follows on the next page."""

    class Meta(BaseUserCreationForm.Meta):
        model = User


class AccountForm(UserChangeForm):
    """An account; the last admin keeps the right. Its password is set on a page of its own."""

    password = None

    def clean(self):
        cleaned = super().clean()
        hold_admins()
        stays = cleaned.get("is_active") and cleaned.get("is_superuser")
        if self.instance.pk and not stays and locks_everybody_out(self.instance):
            self.add_error("is_superuser" if cleaned.get("is_active") else "is_active", last_admin_stays())
        return cleaned


class NewPasswordForm(SetPasswordMixin, forms.Form):
    """A password that an admin sets for somebody."""

    required_css_class = "required"
    password1, password2 = SetPasswordMixin.create_password_fields()

    def __init__(self, user, *args, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    def clean(self):
        self.validate_passwords()
        self.validate_password_for_user(self.user)
        # Django's page asks for it: here nobody's password is taken away, an account is closed instead.
        return {**super().clean(), "set_usable_password": True}

    def save(self, commit=True):
        return self.set_password_and_save(self.user, commit=commit)
