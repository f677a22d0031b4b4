"""Which industry holds which skill."""

from collections.abc import Sequence

from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.workforce.asking import Cell
from lms.workforce.cockpit import drawing
from lms.workforce.cockpit.look import Look
from lms.workforce.cockpit.picture import Address, Head, Line, Panel, Picture, Sheet
from lms.workforce.cockpit.telling import Told, least, questions, refusals, remarks, tell
from lms.workforce.values import group_title, order, value_title

SKILL, SECTOR = "skill", "sector"
CODE = "M12"


def draw(look: Look, _args: Address) -> Picture:
    told = tell(look, CODE, (SKILL, SECTOR))
    if told.table is None:
        return _one_way(look, told)
    skills, sectors = _axes(told)
    lines = tuple(
        Line(
            value_title(SKILL, skill),
            tuple(told.shown(skill, sector) for sector in sectors),
            (SKILL, skill),
            group=_framework(skill),
        )
        for skill in skills
    )
    title = str(PANEL.title)
    heads = (Head(_("Skill")), *(Head(str(value_title(SECTOR, one))) for one in sectors))
    return Picture(
        title=title,
        sheet=Sheet(title, heads, lines),
        charts=drawing.heat(
            title,
            [(one, str(value_title(SKILL, one))) for one in skills],
            [(one, str(value_title(SECTOR, one))) for one in sectors],
            {key: told[key] for key in told.keys},
            told.measure,
            look,
            [_framework(one) for one in skills],
        ),
        questions=questions(told),
        definitions=(CODE,),
        notes=(*_aside(look), *remarks(told)),
        has_hidden=told.has_hidden,
        least=least(told),
    )


def _axes(told: Told) -> tuple[list[str], list[str]]:
    """Only skills and sectors in which somebody is, in the order of their lists."""
    live = [key for key in told.keys if _is_there(told[key])]
    return _ordered(SKILL, [key[0] for key in live]), _ordered(SECTOR, [key[1] for key in live])


def _framework(skill: str) -> str:
    return str(group_title(SKILL, skill) or "")


def _is_there(cell: Cell) -> bool:
    return cell.hidden or bool(cell.value)


def _ordered(name: str, found: Sequence[str]) -> list[str]:
    places = order(name)
    return sorted(set(found), key=lambda value: (places.get(value, len(places)), value))


def _aside(look: Look) -> list[str]:
    if {SKILL, SECTOR} & set(look.filters):
        return [_("The picture shows every skill and industry; those filters are left aside.")]
    return []


def _one_way(look: Look, both: Told) -> Picture:
    """With too many filters for two ways: skills alone, and why."""
    told = tell(look, CODE, (SKILL,))
    title = str(told.measure.title)
    if told.table is None:
        return Picture(title, refusal=told.refusal)
    skills = _ordered(SKILL, [key[0] for key in told.keys if _is_there(told[key])])
    heads = (Head(_("Skill")), Head(title))
    lines = tuple(
        Line(value_title(SKILL, s), (told.shown(s),), (SKILL, s), group=_framework(s))
        for s in skills
    )
    return Picture(
        title=title,
        sheet=Sheet(title, heads, lines, Line(_("All, each person once"), (told.shown(),))),
        charts=drawing.bars(
            title,
            [(str(value_title(SKILL, s)), told[(s,)], look.adding(SKILL, s)) for s in skills],
            told.measure,
        ),
        questions=questions(told),
        definitions=(CODE,),
        notes=(*refusals(both), *remarks(told)),
        has_hidden=told.has_hidden,
        least=least(told),
    )


PANEL = Panel(
    "skills",
    _l("Skills by industry"),
    _l("People who hold a skill, by the industry in which they work."),
    draw,
    is_wide=True,
)
