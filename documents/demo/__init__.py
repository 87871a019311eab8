"""Documents of the demonstration: fictional texts that a town hall could work with, in real files."""
