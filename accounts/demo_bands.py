"""Population bands of the demonstration, of bodies whose figure is beyond doubt; the file names its source."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path

from accounts.actions.municipalities import fill_population_bands
from accounts.enums import PopulationBand

DEMO_BANDS = Path(__file__).parent / "data" / "demo_population_bands.toml"


def load_demo_bands(*, now: datetime) -> None:
    """Fill in what is not known yet: a band from the operators' file or hand is left as it is."""
    data = tomllib.loads(DEMO_BANDS.read_text(encoding="utf-8"))
    bands = {code: PopulationBand(band) for band, bodies in data["bands"].items() for code in bodies}
    fill_population_bands(bands=bands, source=data["source"], actor=None, now=now)
