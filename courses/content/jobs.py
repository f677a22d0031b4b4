"""What is done with files of courses when nobody waits."""

from courses.content import filming, pieces, posters, uploads
from lms.jobs.queue import LATER, Finish, daily, every, job


@job("content.make_film", priority=LATER, long=True)
def make_film(media_id: int, work: str) -> Finish | None:
    """Safe to run twice: everything is made anew, and stored once."""
    return filming.make(media_id, work)


@job("content.make_poster", priority=LATER)
def make_poster(media_id: int, second: float) -> Finish | None:
    return posters.make(media_id, second)


@every(300)
def give_up_films() -> Finish | None:
    lost = filming.forgotten()
    return (lambda: filming.give_up(lost)) if lost else None


@daily("03:40")
def sweep_films() -> None:
    filming.sweep_folders()


@daily("03:50")
def sweep_uploads() -> Finish | None:
    """What nobody continued for a week goes, with its pieces."""
    over = uploads.expired()
    pieces.sweep(uploads.living(), older=3600)
    return (lambda: uploads.forget_expired(over)) if over else None
