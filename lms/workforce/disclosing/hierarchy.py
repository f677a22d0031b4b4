"""Which dimension is a finer one of another: a district lies in a province, a run in a course.

What a course teaches and how a run is held stands in the catalogue: so anybody can say which of
them are behind the number of a skill or of a programme, as of an institution.
"""

from collections.abc import Collection

from lms.workforce.dimensions import DIMENSIONS, Side

NESTED = {
    "district": ("province",),
    "training_district": ("training_province",),
    "industry": ("sector",),
    "skill_level": ("skill",),
    "course": ("institution",),
    "run": ("course", "institution"),
}
_OF_COURSES = ("skill_level", "skill", "dimension", "smart_city")
_OF_RUNS = ("mode", "programme", "fund", "training_district", "training_province")
WIDER = NESTED | {
    "course": (*NESTED["course"], *_OF_COURSES),
    "run": (*NESTED["run"], *_OF_COURSES, *_OF_RUNS),
}


def summed(name: str, dims: Collection[str]) -> tuple[str, ...]:
    """The wider dimensions in whose values those of one add up, in a table over some dimensions.

    Those of the catalogue only where people are not told apart by what they are themselves.
    """
    every = WIDER.get(name, ())
    return every if _of_courses(dims) and not set(every) & set(dims) else NESTED.get(name, ())


def canonical(dims: Collection[str]) -> tuple[str, ...]:
    """Without those that a finer dimension among them says already."""
    names, known = set(dims), WIDER if _of_courses(dims) else NESTED
    said = {wider for name in names for wider in known.get(name, ())}
    return tuple(sorted(names - said))


def _of_courses(dims: Collection[str]) -> bool:
    return all(dim in DIMENSIONS and DIMENSIONS[dim].side is Side.COURSE for dim in dims)
