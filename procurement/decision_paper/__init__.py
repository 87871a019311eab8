"""選定理由書: a decision, or what is to be decided, as a paper for approval.

content = paper_content(project, decision, …)     what it says, gathered from the project
file = decision_document(content)                 the same as a Word file
"""

from procurement.decision_paper.content import Decision, PaperContent, paper_content
from procurement.decision_paper.document import DOCX, decision_document

__all__ = ["DOCX", "Decision", "PaperContent", "decision_document", "paper_content"]
