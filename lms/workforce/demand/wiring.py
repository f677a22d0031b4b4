"""Puts employers' organisations and their demand into the application."""

from flask import Flask

from lms.accounts.public import name_workplaces
from lms.i18n import lazy_gettext as _l
from lms.institutions.public import Permission, panel
from lms.workforce import tabs, values
from lms.workforce.demand import desk, gap, jobs, models, queries, views
from lms.workforce.measures.employers import matched_by

__all__ = ["init_app", "jobs", "models"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    tabs.register("demand.skill_gap", _l("Skill gap"), order=40, group=tabs.Group.DEMAND)
    tabs.register(
        "demand.organisations",
        _l("Organisations"),
        Permission.NUMBERS_EDIT,
        order=60,
        group=tabs.Group.DEMAND,
    )
    tabs.register(
        "demand.vacancies", _l("Demand"), Permission.NUMBERS_EDIT, order=61, group=tabs.Group.DEMAND
    )
    panel(desk.members_panel)
    values.name_employers(queries.names)
    name_workplaces(queries.workplaces)
    matched_by(gap.matched)
