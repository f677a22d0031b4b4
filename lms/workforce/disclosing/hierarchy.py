"""Which dimension is a finer one of another: a district lies in a province, a run in a course."""

from collections.abc import Iterable

WIDER = {
    "district": ("province",),
    "training_district": ("training_province",),
    "industry": ("sector",),
    "skill_level": ("skill",),
    "course": ("institution",),
    "run": ("course", "institution"),
}


def canonical(dims: Iterable[str]) -> tuple[str, ...]:
    """Without those that a finer dimension among them says already."""
    names = set(dims)
    said = {wider for name in names for wider in WIDER.get(name, ())}
    return tuple(sorted(names - said))
