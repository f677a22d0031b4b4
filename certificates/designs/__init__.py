"""One folder per design: the page, its style, and the art behind it."""

KEYS = ("wuthibat", "kiattibat")
