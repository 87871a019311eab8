"""Open-source listings from publiccode.yml files (versions 0.2 to 0.5).

`read_publiccode(path) -> (entries, problems)` reads a file or a directory without touching the database. Every
problem names the file and the key. A caller that finds any problem imports nothing.
"""

from catalog.publiccode.reading import PubliccodeEntry, read_publiccode
from catalog.publiccode.yaml_files import Problem

__all__ = ["Problem", "PubliccodeEntry", "read_publiccode"]
