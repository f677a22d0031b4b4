"""An answer on the marker's desk: the question, what was given, what was said; never the name."""

from dataclasses import dataclass

from courses.quizzes import queries, rubrics
from courses.quizzes.models import AttemptState
from courses.quizzes.paper import WHOLE, Definition, Question
from courses.quizzes.queries import File, Given, Sitting
from courses.quizzes.showing import Shown, show
from lms.errors import NotFound
from lms.i18n import Localised

NAME = 4


@dataclass(frozen=True)
class DeskAnswer:
    """What a marker sees; `alias` stands for the learner."""

    sitting: Sitting
    quiz: Definition
    question: Question
    shown: Shown
    text: str
    words: int
    files: tuple[File, ...]
    sample: Localised
    given: Given | None

    @property
    def alias(self) -> str:
        return self.sitting.public_id[:NAME]

    @property
    def quoted(self) -> Localised:
        return self.quiz.quoted(self.text)

    @property
    def too_short(self) -> bool:
        least = self.shown.limits.least_words
        return least is not None and self.words < least

    @property
    def too_long(self) -> bool:
        most = self.shown.limits.most_words
        return most is not None and self.words > most


def answer(sitting: Sitting, number: int) -> DeskAnswer:
    """The answer to question `number` of a submitted attempt, where a person marks it."""
    quiz = queries.definition(sitting.quiz_id)
    question = next((q for q in quiz.questions if q.number == number and q.by_hand), None)
    if question is None or sitting.state is not AttemptState.SUBMITTED:
        raise NotFound
    saved = queries.saved(sitting.id)
    if question.id not in saved:
        raise NotFound
    said = saved[question.id][WHOLE]
    text = said if isinstance(said, str) else ""
    shown = show(quiz, sitting.seed, saved)
    key = queries.answer_keys(quiz.id)[question.id]
    return DeskAnswer(
        sitting=sitting,
        quiz=quiz,
        question=question,
        shown=next(one for one in shown if one.question is question),
        text=text,
        words=rubrics.word_count(text),
        files=queries.files_of(sitting.id).get(question.id, ()),
        sample=quiz.written(key.get("sample", "")),
        given=queries.hand_marks(sitting.id).get(question.id),
    )


def name_for_marker(sitting: Sitting, number: int, content_name: str) -> str:
    """`K7QD-1.pdf`: what people call their files may tell who they are."""
    return f"{sitting.public_id[:NAME]}-{number}.{content_name.rpartition('.')[2][:5]}"
