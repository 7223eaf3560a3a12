"""Where staff start: what needs doing, by role."""

from flask import Blueprint

from ifd.presenters.menu import menu_item_here, staff_menu

blueprint = Blueprint("home", __name__)
blueprint.add_app_template_global(staff_menu)
blueprint.add_app_template_global(menu_item_here)

from ifd.web.home import views  # noqa: E402,F401  views register themselves on the blueprint
