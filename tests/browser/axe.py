"""axe-core on the page a browser shows."""

from __future__ import annotations

from importlib.resources import files

SOURCE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Without `preload` axe does not fetch the style sheets a second time; only its rule on screen rotation needs that.
RUN = """tags => axe.run(document, {
    runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'], preload: false, elementRef: false,
})"""


def findings(page) -> list[str]:
    """What axe objects to, one readable line each; empty when nothing."""
    page.evaluate(SOURCE)
    result = page.evaluate(RUN, TAGS)
    return [
        f"{violation['id']}: {node['html'][:160]} — {node['failureSummary'][:200]}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]
