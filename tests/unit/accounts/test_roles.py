"""Roles are sets of permissions."""

import pytest

from app import registry
from app.accounts import roles


def test_a_role_may_do_what_it_is_for_and_open_the_staff_pages() -> None:
    assert roles.permissions_of(["marketing"]) == {
        "accounts:registration:count",
        "mail:desk:read",
        "mail:run:approve",
        "mail:run:compose",
        "promotions:promotion:keep",
        "visits:counts:read",
        "backoffice:dashboard:read",
        "permissions:decision:read",
        "permissions:stop:add",
    }


def test_two_roles_may_do_what_both_may_do() -> None:
    both = roles.permissions_of(["shipping", "prepress"])
    assert both == roles.permissions_of(["shipping"]) | roles.permissions_of(["prepress"])


@pytest.mark.usefixtures("app")
def test_the_administrator_may_do_everything_that_is_declared() -> None:
    assert roles.permissions_of(["administrator"]) == {permission.name for permission in registry.PERMISSIONS}


def test_nobody_and_a_role_that_is_gone_may_do_nothing() -> None:
    assert roles.permissions_of([]) == roles.permissions_of(["janitor"]) == frozenset()


def test_only_shipping_ships_and_only_the_editor_publishes() -> None:
    assert [role for role in roles.GRANTS if "orders:job:ship" in roles.permissions_of([role])] == ["shipping"]
    assert [role for role in roles.GRANTS if "policy:version:publish" in roles.permissions_of([role])] == [
        "policy-editor"
    ]


def test_every_role_has_a_name_and_grants() -> None:
    assert set(roles.ROLES) == {*roles.GRANTS, roles.ADMINISTRATOR}


def test_every_granted_permission_is_declared_by_a_room() -> None:
    declared = {permission.name for permission in registry.PERMISSIONS}
    assert {name for role in roles.GRANTS for name in roles.permissions_of([role])} <= declared
