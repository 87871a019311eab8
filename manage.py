#!/usr/bin/env python
"""Django's command line. Without DATABASE_URL it is a developer's machine, so DEBUG defaults to on there."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dss.settings")
    if "DATABASE_URL" not in os.environ and "DATABASE_URL_FILE" not in os.environ:
        os.environ.setdefault("DEBUG", "on")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
