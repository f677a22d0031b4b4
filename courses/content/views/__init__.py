"""Files of courses: as they came, as they were derived, and their captions."""
