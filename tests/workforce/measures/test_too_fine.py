"""What nobody could read is refused before it is counted."""

import pytest

from lms.workforce.asking import Question
from lms.workforce.measures import ask
from lms.workforce.measures.answering import TooFine
from tests import make
from tests.workforce.cockpit.crowds import count


def test_millions_of_cells_are_refused(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    make.enrolment()
    count()
    question = Question.of({"period": "all", "by": "sex,district"}, measure="M01")
    assert ask(question).total
    monkeypatch.setattr("lms.workforce.measures.answering.MOST_CELLS", 0)
    with pytest.raises(TooFine):
        ask(question)
