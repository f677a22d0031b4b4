"""What an operator reads when files cannot be kept."""


class StorageFails(Exception):
    """The store cannot be used as it is set up; the text says what to look at."""
