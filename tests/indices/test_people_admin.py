"""Accounts in the admin: roles in words, passwords, and an admin who cannot be locked out."""

import pytest
from django.urls import reverse

from records.models import AuditEvent, User
from tests.admin_forms import form_data, management, signed_in_admin
from tests.factories import AdminFactory, AssignmentFactory, IndexFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/records/user/"
admin = pytest.fixture(signed_in_admin)


def change_url(user):
    return reverse("admin:records_user_change", args=(user.pk,))


def listed(client, **query):
    return set(client.get(LIST, query).context["cl"].result_list)


def without(data, *names):
    return {name: value for name, value in data.items() if name not in names}


@pytest.mark.parametrize("right", ["is_active", "is_superuser"])
def test_last_admin_keeps_the_right(admin, client, right):
    AdminFactory(is_active=False)
    response = client.post(change_url(admin), without(form_data(client, change_url(admin)), right))
    assert response.context["adminform"].form.errors[right] == [
        "Đây là quản trị viên cuối cùng còn hoạt động; hãy giao quyền quản trị cho người khác trước."
    ]
    admin.refresh_from_db()
    assert admin.is_active
    assert admin.is_superuser


def test_an_admin_beside_another_may_give_up_the_right(admin, client):
    other = AdminFactory()
    assert (
        client.post(change_url(other), without(form_data(client, change_url(other)), "is_superuser")).status_code == 302
    )
    other.refresh_from_db()
    assert (other.is_superuser, other.is_staff) == (False, False)


def test_an_account_that_never_had_the_right_may_be_closed(admin, client):
    user = UserFactory()
    assert client.post(change_url(user), without(form_data(client, change_url(user)), "is_active")).status_code == 302


def test_last_admin_is_not_deleted_and_the_form_says_why(admin, client):
    assert client.post(reverse("admin:records_user_delete", args=(admin.pk,)), {"post": "yes"}).status_code == 403
    assert "quản trị viên cuối cùng" in client.get(change_url(admin)).content.decode()


def test_the_last_admins_are_not_deleted_together(admin, client):
    admins = [admin, AdminFactory()]
    data = {"action": "delete_selected", "_selected_action": [user.pk for user in admins], "post": "yes"}
    page = client.post(LIST, data).content.decode()
    assert "quản trị viên cuối cùng" in page
    assert User.objects.count() == 2


def test_one_of_several_admins_is_deleted(admin, client):
    other = AdminFactory()
    assert client.post(reverse("admin:records_user_delete", args=(other.pk,)), {"post": "yes"}).status_code == 302
    assert not User.objects.filter(pk=other.pk).exists()


def test_list_says_what_each_may_do(admin, client):
    index, unit = IndexFactory(short_name="CCHC"), UnitFactory(name="Phú Thọ")
    AssignmentFactory(user=UserFactory(), role="officer", index=index, unit=unit)
    AssignmentFactory(user=UserFactory(), role="leader")
    UserFactory()
    page = client.get(LIST).content.decode()
    for words in (
        "Quản trị: mọi việc",
        f"Cán bộ đơn vị: {index.label}, Phú Thọ",
        "Lãnh đạo: mọi chỉ số",
        "Chưa được phân công: chỉ xem như mọi người đọc",
    ):
        assert words in page


def test_list_is_narrowed_by_role_and_by_state(admin, client):
    leader, nobody = AssignmentFactory(role="leader").user, UserFactory()
    AssignmentFactory(user=leader, role="leader", index=IndexFactory())
    closed = AssignmentFactory(user=UserFactory(is_active=False), role="supervisor").user
    assert listed(client, role="admin") == {admin}
    assert listed(client, role="leader") == {leader}
    assert listed(client, role="none") == {nobody}
    assert listed(client, open="no") == {closed}
    assert listed(client, open="yes") == {admin, leader, nobody}
    assert len(listed(client, role="vua")) == 4


@pytest.mark.parametrize("users", [1, 12])
def test_list_asks_no_more_for_more_rows(admin, client, users, django_assert_max_num_queries):
    for _number in range(users):
        AssignmentFactory(user=UserFactory(), role="officer", index=IndexFactory(), unit=UnitFactory())
    with django_assert_max_num_queries(12):
        client.get(LIST)


def test_form_says_what_each_role_may_do_and_that_nothing_is_assigned(admin, client):
    page = client.get(change_url(UserFactory())).content.decode()
    assert "xem mọi dự thảo của chỉ số được phân công" in page
    assert "Người này chưa được phân công" in page
    assert "Người này chưa được phân công" not in client.get(change_url(admin)).content.decode()


def test_form_shows_nothing_of_the_password(admin, client):
    page = client.get(change_url(admin)).content.decode()
    assert "md5" not in page
    assert "Đặt mật khẩu mới" in page


def test_account_is_added_with_a_password(admin, client):
    data = {"username": "huong", "password1": "bốn con mèo", "password2": "bốn con mèo", **management("assignments")}
    client.post("/admin/records/user/add/", data)
    user = User.objects.get(username="huong")
    assert user.check_password("bốn con mèo")
    assert not user.is_staff
    assert AuditEvent.objects.get().after["password"] == "•••"


def test_password_is_set_and_written_down_without_being_told(admin, client):
    user = UserFactory()
    address = reverse("admin:auth_user_password_change", args=(user.pk,))
    response = client.post(address, {"password1": "bốn con mèo", "password2": "bốn con mèo"})
    user.refresh_from_db()
    assert response["Location"] == change_url(user)
    assert user.check_password("bốn con mèo")
    event = AuditEvent.objects.get()
    assert (event.kind, event.by, event.before, event.after) == ("password_changed", admin, None, None)


def test_passwords_that_differ_are_refused(admin, client):
    user = UserFactory()
    address = reverse("admin:auth_user_password_change", args=(user.pk,))
    page = client.post(address, {"password1": "bốn con mèo", "password2": "năm con mèo"}).content.decode()
    assert "hãy sửa những chỗ đánh dấu" in page
    assert not AuditEvent.objects.exists()


def test_full_name_is_in_the_vietnamese_order():
    assert UserFactory(last_name="Nguyễn Thị", first_name="Hương").get_full_name() == "Nguyễn Thị Hương"
