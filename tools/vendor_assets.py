"""Refreshes the committed front-end assets. For maintainers; the site never runs it.

    npm pack nhsuk-frontend@10.6.1 && tar xzf nhsuk-frontend-10.6.1.tgz
    .venv/bin/python tools/vendor_assets.py package

It patches the NHS design system so that pages make no external request (the published style sheet
fetches the Frutiger font, which needs a licence, and points its icons at the root of the site) and
so that hashed file names work (no source maps, no second module). The chart library comes out of
the vl-convert wheel, so that server and browser always draw with the same versions.
"""

import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

import vl_convert

STATIC = Path(__file__).parents[1] / "src/clearway/web/design/static/vendor"
VEGA_LITE = "6.4"

# What the browser does with the chart specifications of a page. `ast` keeps to the content security
# policy (no eval); the style switches stop injected style elements.
CHARTS = """
const options = {renderer: "svg", ast: true, actions: false, defaultStyle: false,
                 tooltip: {disableDefaultStyle: true}};
for (const figure of document.querySelectorAll("[data-chart]")) {
  const narrow = window.matchMedia("(max-width: 40em)").matches;
  const source = document.getElementById(figure.dataset.chart + (narrow ? "-narrow" : "-wide"));
  if (!source) continue;
  const live = document.createElement("div");
  live.className = "app-chart__live";
  figure.querySelector(".app-chart__caption").before(live);
  vegaEmbed(live, JSON.parse(source.textContent), options).then(() => {
    for (const still of figure.querySelectorAll(".app-chart__still")) still.hidden = true;
    figure.dataset.live = "true";
  }).catch((error) => { live.remove(); console.error(error); });
}
"""


def patched_css(text: str) -> str:
    """The style sheet without web fonts or source map, with its icons beside it."""
    text = re.sub(r"@font-face\{[^}]*\}", "", text)
    text = text.replace("Frutiger W01,arial,sans-serif", "Arial,Helvetica,sans-serif")
    text = text.replace("/assets/images/", "images/")
    return re.sub(r"/\*# sourceMappingURL=[^*]*\*/", "", text)


def patched_script(text: str) -> str:
    """The module without its source map; it starts the components of the page itself."""
    return re.sub(r"//# sourceMappingURL=\S*", "", text).rstrip() + "initAll();\n"


def main(package: Path) -> None:
    """Write the assets of the unpacked nhsuk-frontend at `package` below STATIC."""
    version = json.loads((package / "package.json").read_text())["version"]
    dist = package / "dist/nhsuk"
    nhsuk = STATIC / "nhsuk"
    shutil.rmtree(nhsuk, ignore_errors=True)
    (nhsuk / "images").mkdir(parents=True)
    css = patched_css((dist / "nhsuk-frontend.min.css").read_text())
    (nhsuk / "nhsuk.css").write_text(css)
    (nhsuk / "nhsuk.js").write_text(patched_script((dist / "nhsuk-frontend.min.js").read_text()))
    for name in sorted(set(re.findall(r"images/([\w.-]+)", css))):
        shutil.copy(dist / "assets/images" / name, nhsuk / "images" / name)
    vega = STATIC / "vega"
    vega.mkdir(parents=True, exist_ok=True)
    (vega / "charts.js").write_text(vl_convert.javascript_bundle(CHARTS, vl_version=VEGA_LITE))
    lines = [
        f"nhsuk-frontend {version} (MIT), patched by tools/vendor_assets.py",
        f"vega-embed, vega-lite {VEGA_LITE}, vega (BSD-3-Clause) from vl-convert {vl_convert.__version__}",
    ]
    for file in sorted(p for p in STATIC.rglob("*") if p.is_file() and p.name != "VERSIONS.txt"):
        lines.append(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(STATIC)}")
    (STATIC / "VERSIONS.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
