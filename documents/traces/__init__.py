"""What a file tells of who made it: taken out of Word and Excel files, told of PDF files, in a limited process.

    clean = without_traces(file, "docx")
    clean.content         # the file without author, company, paths and names beside changes; None: nothing was changed
    clean.authors         # who made it, where that cannot be taken out (of PDF files); clean.told: what else it says
                          # beside its text: properties, notes, margins, descriptions
    clean.reason          # or why it could not be looked at, in Japanese

The caller checks the new file like an upload before it goes anywhere.
"""

from documents.traces.running import Untraced, without_traces

__all__ = ["Untraced", "without_traces"]
