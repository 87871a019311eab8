"""What the process that opens a file may answer."""

MAX_OUTPUT = 8 * 1024 * 1024
NO_MEMORY = 3
UNREADABLE = 4
