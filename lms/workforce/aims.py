"""What a number should come to: the slice of targets stands above and says it here."""

from collections.abc import Callable
from decimal import Decimal

from lms.workforce.asking import Question

Teller = Callable[[Question], Decimal | None]
_tellers: list[Teller] = []


def aims_from(teller: Teller) -> None:
    """Register who knows the target of a question."""
    if teller not in _tellers:
        _tellers.append(teller)


def aim_of(question: Question) -> Decimal | None:
    """The target that somebody set for exactly this number; None where nobody did."""
    for teller in _tellers:
        aim = teller(question)
        if aim is not None:
            return aim
    return None
