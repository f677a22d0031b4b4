"""What happened in courses; whoever stands above may listen, in the same transaction."""

from blinker import Namespace

_signals = Namespace()
course_published = _signals.signal("course-published")  # sender: Course
enrolled = _signals.signal("enrolled")  # sender: Enrolment
lesson_completed = _signals.signal("lesson-completed")  # sender: Enrolment, lesson_key
course_completed = _signals.signal("course-completed")  # sender: Enrolment
withdrawn = _signals.signal("withdrawn")  # sender: Enrolment
learned = _signals.signal("learned")  # sender: Connection, enrolment_ids
