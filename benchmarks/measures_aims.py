"""What is aimed at, and whether it was met; see `measures`."""

import math
from itertools import pairwise

NATION = 6_000_000

AIMS = (
    ("one pass at 6,000,000 within 10 x the bare scan", NATION, "one-pass", "scan", 10.0),
    ("measures from a built pathway in about 2 x its scan", 600_000, "from-pathway", "scan-pathway", 2.0),
    ("the same once the statements are written", 600_000, "pathway-again", "scan-pathway", 2.0),
    ("one pass 10 x faster than measure by measure", 600_000, "one-pass", "by-measure", 0.1),
    ("one pass 5 x faster than pandas at 600,000", 600_000, "one-pass", "pandas", 0.2),
)
MOST_MEMORY = 4.0


def judge(found: dict[int, dict[str, float]]) -> None:
    """Which aims are met, by how much the others are missed, and how time grows.

    Verdicts go by processor seconds: what else the machine does lengthens the others.
    """
    print("aims")
    for text, size, above, below, most in AIMS:
        times = found.get(size, {})
        if above not in times or below not in times:
            print(f"  not measured: {text}")
            continue
        passed = times[above] / times[below]
        ratio = times[f"{above} cpu"] / times[f"{below} cpu"]
        verdict = "met" if ratio <= most else f"MISSED by {ratio / most:.1f} x"
        print(f"  {verdict}: {text} (processor seconds {ratio:.2f}, at most {most:g}; passed {passed:.2f})")
    if "memory" in found.get(NATION, {}):
        used = found[NATION]["memory"]
        print(f"  {'met' if used < MOST_MEMORY else 'MISSED'}: under {MOST_MEMORY:g} GiB ({used:.1f} GiB)")
    sizes = sorted(found)
    for small, large in pairwise(sizes):
        for way in ("scan", "one-pass", "by-measure", "pandas", "spark"):
            if way in found[small] and way in found[large]:
                power = math.log(found[large][way] / found[small][way]) / math.log(large / small)
                print(f"  growth of {way} from {small:,} to {large:,}: size to the power {power:.2f}")
