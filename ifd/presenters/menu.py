"""What a member of staff finds along the top: what their roles open, of the pages that are there."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request, url_for

from ifd.permissions import may


@dataclass(frozen=True)
class MenuItem:
    endpoint: str
    title: str
    permissions: tuple[str, ...]


_MENU = (
    MenuItem("clinic.worklist", "Worklist", ("see_requests",)),
    MenuItem("clinic.tasks", "Tasks", ("do_tasks",)),
    MenuItem("calls.desk", "Telephone desk", ("take_calls",)),
    MenuItem("calls.search", "Find a request", ("search",)),
    MenuItem("partner.inbox", "Our requests", ("work_for_partner",)),
    MenuItem("reports.waits", "Waits", ("see_waits",)),
    MenuItem("rules.room", "Rules", ("read_rules",)),
    MenuItem("models.room", "Second opinion", ("see_model",)),
    MenuItem("vignettes.overview", "Vignettes", ("review_vignettes",)),
    MenuItem("admin.directory", "Directory", ("edit_directory", "set_capacity", "set_own_capacity")),
    MenuItem("admin.staff", "Staff", ("manage_staff",)),
    MenuItem("admin.calendar", "Calendar", ("edit_directory",)),
    MenuItem("mailbox.inbox", "Messages", ("see_messages",)),
)


def staff_menu(staff) -> list[MenuItem]:
    """The pages `staff` may open, in the order people work."""
    return [
        item
        for item in _MENU
        if item.endpoint in current_app.view_functions
        and any(may(staff, permission) for permission in item.permissions)
    ]


def menu_item_here(menu: list[MenuItem]) -> MenuItem | None:
    """The item whose page this is, or lies below; of two that fit, the nearer. None on a page of no item."""
    addresses = {url_for(item.endpoint): item for item in menu}
    above = [address for address in addresses if f"{request.path}/".startswith(f"{address}/")]
    return addresses[max(above, key=len)] if above else None
