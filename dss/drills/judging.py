"""What a drill says at its end: a line, and whether anything was lost, doubled or answered wrongly."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from dss.drills.people import Answer
from dss.drills.site import say


@dataclass
class Finding:
    """Of one drill: what was seen, and what must not have been."""

    name: str
    seen: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def note(self, text: str) -> None:
        self.seen.append(text)

    def demand(self, holds: object, otherwise: str) -> None:
        """`otherwise` becomes a fault unless it holds."""
        if not holds:
            self.faults.append(otherwise)

    @property
    def line(self) -> str:
        """The one line that is printed."""
        verdict = "不可" if self.faults else "可"
        return f"[{verdict}] {self.name}：" + "、".join([*self.seen, *(f"★{fault}" for fault in self.faults)])


def judge_rows(finding: Finding, acknowledged: Collection[str], stored: Mapping[str, int]) -> None:
    """Each row whose writing was acknowledged is there, and no row is there twice."""
    lost = [mark for mark in acknowledged if mark not in stored]
    twice = [mark for mark, count in stored.items() if count > 1]
    finding.note(f"受け付けた {len(acknowledged)} 件のうち {len(acknowledged) - len(lost)} 件が残った")
    finding.demand(not lost, f"{len(lost)} 件が失われた（{lost[:3]}）")
    finding.demand(not twice, f"{len(twice)} 件が二重になった（{twice[:3]}）")


def judge_mails(finding: Finding, queued: int, received: Counter[str], *, unknown: int = 0) -> None:
    """No mail came twice; each came, but those whose fate is unknown, which operators are shown."""
    twice = [subject for subject, count in received.items() if count > 1]
    missing = queued - len(received)
    shown = f"、結果不明として運営に示した {unknown} 通" if unknown else ""
    finding.note(f"メール {queued} 通を頼み、届いたのは {sum(received.values())} 通{shown}")
    finding.demand(not twice, f"{len(twice)} 通が二度届いた（{twice[:3]}）")
    finding.demand(missing <= unknown, f"{missing - unknown} 通が行方不明")


def judge_answers(finding: Finding, answers: Iterable[Answer], *allowed: int) -> None:
    """Only these statuses came, and every refusal is a page in Japanese."""
    answers = list(answers)
    counts = Counter(answer.status for answer in answers)
    finding.note("応答は " + "・".join(f"{status} が {count} 回" for status, count in sorted(counts.items())))
    wrong = sorted(status for status in counts if status not in allowed)
    bare = [answer.status for answer in answers if answer.status >= 400 and not answer.is_japanese]
    finding.demand(not wrong, f"あってはならない応答 {wrong}")
    finding.demand(not bare, f"日本語のページでない拒否が {len(bare)} 回")


def report(findings: Iterable[Finding]) -> int:
    """Print each as it comes; 1 if any has a fault."""
    code = 0
    for finding in findings:
        say(finding.line)
        code = max(code, 1 if finding.faults else 0)
    if code:
        print("★ のついたことが起きました。", file=sys.stderr)
    return code
