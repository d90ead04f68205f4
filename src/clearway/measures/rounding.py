"""How counts are rounded before others see them: the national rule, by itself.

Pages round without computing; what loads the engines stays in `clearway.measures.disclosure`.
"""

SMALL = 7
"""The largest count that is shown as 5."""
FARTHEST = 2
"""How far a larger count lies from what is shown of it at most."""


def rounded(count: int) -> int:
    """0 stays 0, 1 to 7 becomes 5, any other count goes to the nearest 5."""
    if count == 0:
        return 0
    return 5 if count <= SMALL else (count + 2) // 5 * 5


def unrounded(shown: int) -> tuple[int, int]:
    """The smallest and the largest count of which `shown` is shown: 10 stands for 8 to 12."""
    if shown == 0:
        return 0, 0
    return (1, SMALL) if shown <= SMALL else (shown - FARTHEST, shown + FARTHEST)
