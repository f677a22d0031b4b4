"""What courses, lessons and files are, in words that are stored."""

import enum


class CourseState(enum.StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Level(enum.StrEnum):
    BASIC = "basic"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class Mode(enum.StrEnum):
    ONLINE = "online"
    ONSITE = "onsite"
    BLENDED = "blended"


class Pace(enum.StrEnum):
    SELF_PACED = "self_paced"
    SCHEDULED = "scheduled"


class LessonKind(enum.StrEnum):
    ARTICLE = "article"
    VIDEO = "video"
    FILE = "file"
    QUIZ = "quiz"
    SURVEY = "survey"
    ASSIGNMENT = "assignment"


class CourseRole(enum.StrEnum):
    """Held at one course by a grant."""

    OWNER = "owner"
    AUTHOR = "author"
    MARKER = "marker"
    REVIEWER = "reviewer"
    OBSERVER = "observer"


class MediaKind(enum.StrEnum):
    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    CAPTIONS = "captions"
    DOCUMENT = "document"
    OTHER = "other"


class MediaState(enum.StrEnum):
    """Where the making of what learners are sent stands."""

    READY = "ready"
    WAITING = "waiting"
    WORKING = "working"
    FAILED = "failed"


class UploadState(enum.StrEnum):
    OPEN = "open"
    DONE = "done"
    REFUSED = "refused"
