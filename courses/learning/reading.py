"""When an article counts as read: to its end, and not faster than anybody reads."""

END = 950  # per mille: the last lines of a long page
SHARE = 0.2
AT_MOST = 180


def enough_seconds(minutes: int) -> int:
    """A fifth of the planned time, three minutes at most: people read at different speeds."""
    return min(AT_MOST, round(minutes * 60 * SHARE))


def is_read(position: int, seconds: int, minutes: int) -> bool:
    return position >= END and seconds >= enough_seconds(minutes)
