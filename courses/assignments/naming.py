"""What works and files are called; for a marker who must not know, without the learner: pure."""

from pathlib import PurePosixPath

from lms.i18n.thai import normalise

LONGEST = 150


def pseudonym(public_id: str) -> str:
    """What an anonymous work is called: nothing of the learner is in it."""
    return public_id[:4]


def file_name(typed: str, ending: str) -> str:
    """A browser's name of a file without folders and what is invisible, with a true ending."""
    name = normalise(PurePosixPath(typed.replace("\\", "/")).name).strip(". ")
    stem, dot, had = name.rpartition(".")
    stem = (stem if dot and len(had) <= 5 else name)[:LONGEST].strip() or "file"
    return f"{stem}.{ending}"


def anonymous_name(public_id: str, place: int, name: str) -> str:
    """`K7QD-1.pdf` for the first file of a work."""
    return f"{pseudonym(public_id)}-{place}.{name.rpartition('.')[2]}"
