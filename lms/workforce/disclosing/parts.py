"""Parts of a whole that are not a table: answers to a survey, those of a cohort who stayed."""

from collections.abc import Sequence


def nested(size: int, parts: Sequence[int], least: int) -> tuple[bool, ...]:
    """Which parts of a whole of `size` people are hidden: they or their remainder are too few.

    The parts need not make up the whole. Where one is hidden, a second one is, so that a reader
    who knows that they do make it up learns nothing; a whole under `least` tells nothing at all.
    """
    if size < least:
        return (True,) * len(parts)
    closed = [0 < part < least or 0 < size - part < least for part in parts]
    while any(closed) and not all(closed):
        told = sum(part for part, shut in zip(parts, closed, strict=True) if shut)
        if sum(closed) > 1 and told >= least:
            break
        rest = [(part == 0, part, at) for at, part in enumerate(parts) if not closed[at]]
        closed[min(rest)[2]] = True
    return tuple(closed)
