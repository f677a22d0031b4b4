"""Which form a kind of question has."""

from courses.authoring.forms.cloze import ClozeForm
from courses.authoring.forms.hotspot import HotspotForm
from courses.authoring.forms.kinds import (
    MatchingForm,
    MultipleForm,
    NumericForm,
    OrderingForm,
    ShortForm,
    SingleForm,
    TrueFalseForm,
)
from courses.authoring.forms.questions import QuestionForm
from courses.authoring.forms.rubrics import EssayForm, UploadForm
from courses.quizzes.kinds import QuestionKind

FORMS: dict[QuestionKind, type[QuestionForm]] = {
    form.KIND: form
    for form in (
        SingleForm,
        MultipleForm,
        TrueFalseForm,
        ShortForm,
        NumericForm,
        MatchingForm,
        OrderingForm,
        ClozeForm,
        HotspotForm,
        EssayForm,
        UploadForm,
    )
}
