"""The pictures that `clearway spc` writes."""

import re
from pathlib import Path

from clearway.cli.progress import Progress
from clearway.spc import Table
from clearway.spc.pictures import control_chart, to_svg


def pictures(table: Table, folder: Path) -> dict[Path, str]:
    """A picture for each series, in a file named after it."""
    files: dict[Path, str] = {}
    progress = Progress("Drawing")
    for done, chart in enumerate(table.charts(), 1):
        stem = re.sub(r"[^a-z0-9]+", "-", chart.series.lower()).strip("-") or "series"
        path, number_of_name = folder / f"{stem}.svg", 2
        while path in files:
            path, number_of_name = folder / f"{stem}-{number_of_name}.svg", number_of_name + 1
        spec = control_chart(chart, title=chart.series)
        files[path] = to_svg(spec, title=chart.series, description=chart.summary.text)
        progress(done, len(table))
    progress.close()
    return files
