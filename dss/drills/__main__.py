"""`python -m dss.drills growth` and `python -m dss.drills faults`."""

from __future__ import annotations

import sys
import time

from dss.drills import faults, growth
from dss.drills.judging import report
from dss.drills.processes import DrillError
from dss.drills.site import drill_folder, say

DRILLS = {"faults": faults.drill, "growth": growth.drill}


def main() -> int:
    """0: everything held. 1: something did not. 2: the drill could not be carried out."""
    started = time.monotonic()
    try:
        with drill_folder() as folder:
            code = report(DRILLS[sys.argv[1]](folder))
    except DrillError as error:
        print(error, file=sys.stderr)
        return 2
    say(f"{time.monotonic() - started:.0f} 秒かかりました。")
    return code


if __name__ == "__main__":
    sys.exit(main())
