"""How large a file may be. The pages and the how-to say these numbers."""

MOST_BYTES = 5_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 200
# What the parts of a workbook may hold unpacked: a file of this size needs far less, a zip bomb far more.
MOST_UNPACKED = 150_000_000
LONGEST_LINE = 100_000
# The comment of one cell; the figures' own table takes no more.
LONGEST_COMMENT = 1000
