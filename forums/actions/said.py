"""What a post says, as its history keeps it: of a topic's own text also the title, the kind and the links."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from forums.enums import TopicKind
from forums.models import Post


@dataclass(frozen=True, slots=True)
class Said:
    """`kind` and the links are empty for answers."""

    title: str
    body: str
    kind: TopicKind | None = None
    service_ids: tuple[int, ...] = ()
    document_ids: tuple[int, ...] = ()

    @classmethod
    def by(cls, post: Post) -> Said:
        """As the locked post stands now."""
        if not post.is_first:
            return cls("", post.body)
        topic = post.topic
        services = topic.services.order_by("pk").values_list("pk", flat=True)
        documents = topic.documents.order_by("pk").values_list("pk", flat=True)
        return cls(topic.title, post.body, TopicKind(topic.kind), tuple(services), tuple(documents))

    def with_text(self, title: str, body: str) -> Said:
        """With other words."""
        return replace(self, title=title, body=body)

    def with_frame(self, kind: TopicKind | None, service_ids: tuple[int, ...], document_ids: tuple[int, ...]) -> Said:
        """Of another kind, where one is given, and with these links."""
        return replace(self, kind=kind or self.kind, service_ids=service_ids, document_ids=document_ids)

    def fields(self) -> dict[str, Any]:
        """As a row of the history has it."""
        return asdict(self) | {"service_ids": list(self.service_ids), "document_ids": list(self.document_ids)}

    def write(self, post: Post) -> None:
        """Make the locked post say this; the caller saves the post, its topic is saved here."""
        post.body = self.body
        if self.kind is None:
            return
        topic = post.topic
        topic.title, topic.kind = self.title, self.kind
        topic.save(update_fields=["title", "kind"])
        topic.services.set(self.service_ids)
        topic.documents.set(self.document_ids)
