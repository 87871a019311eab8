"""Choices of the boards. A leaf module: nothing of ours is imported here."""

from django.db.models import TextChoices


class TopicKind(TextChoices):
    CONSULTATION = "consultation", "相談"
    SHARING = "sharing", "情報共有"
    DISCUSSION = "discussion", "議論"


class TopicStatus(TextChoices):
    OPEN = "open", "受付中"
    RESOLVED = "resolved", "解決済み"
    LOCKED = "locked", "書き込み停止"
    WITHDRAWN = "withdrawn", "取り下げ"


class ShownAs(TextChoices):
    """What readers of a post learn of its author, from most to least."""

    NAME_BODY = "name_body", "氏名と団体名を表示する"
    BODY = "body", "団体名だけを表示する"
    ANONYMOUS = "anonymous", "匿名にする"


class RemovedBy(TextChoices):
    AUTHOR = "author", "投稿者"
    OPERATORS = "operators", "運営"


class LockedBy(TextChoices):
    """Who stopped the writing. What the operators stopped, they alone allow again."""

    OPERATORS = "operators", "運営"
    LEADERS = "leaders", "この課のリーダー"


class AttachmentKind(TextChoices):
    IMAGE = "image", "画像"
    FILE = "file", "ファイル"


class AttachmentStatus(TextChoices):
    """READY alone is handed out."""

    PENDING = "pending", "確認中"
    READY = "ready", "表示中"
    REFUSED = "refused", "表示できません"


class ReferenceKind(TextChoices):
    """What of ours an address in a post leads to."""

    SERVICE = "service", "サービス"
    DOCUMENT = "document", "共有文書"
    TOPIC = "topic", "トピック"


class ReactionKind(TextChoices):
    LIKE = "like", "いいね"
    HELPFUL = "helpful", "参考になった"
    SAME = "same", "うちも同じ"


class WatchLevel(TextChoices):
    """OFF is kept as a row, so that answering again does not turn on what the person turned off."""

    MAIL = "mail", "お知らせとメール"
    SITE = "site", "お知らせだけ"
    OFF = "off", "受け取らない"


class WatchScope(TextChoices):
    """Of what a person who watches a board is told; `WatchLevel` says how."""

    TOPICS = "topics", "新しいトピックだけ"
    POSTS = "posts", "新しいトピックとすべての投稿"


class CallWay(TextChoices):
    """Why somebody is asked to answer a question that waits."""

    LEADING = "leading", "課のリーダーとサブリーダー"
    EXPERIENCED = "experienced", "近い業務の経験がある職員"
    EXPERT = "expert", "分野の近い専門家アドバイザー"


class EventAudience(TextChoices):
    """Who may register for a talk session. Its page is public either way."""

    STAFF = "staff", "自治体職員のみ"
    STAFF_AND_VENDORS = "vendors", "自治体職員と事業者"


class EventStatus(TextChoices):
    DRAFT = "draft", "下書き"
    PUBLISHED = "published", "公開中"
    CANCELLED = "cancelled", "中止"


class RegistrationStatus(TextChoices):
    CONFIRMED = "confirmed", "参加確定"
    WAITING = "waiting", "キャンセル待ち"
    CANCELLED = "cancelled", "申込み取消し"


class QuestionStatus(TextChoices):
    PENDING = "pending", "運営の確認待ち"
    SHOWN = "shown", "掲載中"
    ANSWERED = "answered", "回答済み"
    HIDDEN = "hidden", "非掲載"


class WishStatus(TextChoices):
    OPEN = "open", "募集中"
    PLANNED = "planned", "開催予定"
    DECLINED = "declined", "見送り"
    WITHDRAWN = "withdrawn", "取り下げ"


class JoinPolicy(TextChoices):
    """How one becomes a member of a board. Everybody on staff reads every board; members write where it is not open."""

    OPEN = "open", "だれでも参加できる"
    APPROVAL = "approval", "リーダーが承認する"
    ENDORSEMENT = "endorsement", "メンバー2人の推薦で参加できる"


class BoardRole(TextChoices):
    LEADER = "leader", "リーダー"
    DEPUTY = "deputy", "サブリーダー"
    MEMBER = "member", "メンバー"


class MemberStatus(TextChoices):
    ASKED = "asked", "参加の申込み中"
    ACTIVE = "active", "参加中"
    LEFT = "left", "参加していない"


class HandoverStatus(TextChoices):
    OPEN = "open", "返事待ち"
    ACCEPTED = "accepted", "引き受け"
    DECLINED = "declined", "辞退"
    WITHDRAWN = "withdrawn", "取り下げ"


class AskedStatus(TextChoices):
    """Whether a person who was asked for an answer let it pass. That they answered is derived."""

    WAITING = "waiting", "依頼中"
    DECLINED = "declined", "見送り"


class ColumnAudience(TextChoices):
    """Who reads a column once it is published."""

    PUBLIC = "public", "だれでも読める"
    STAFF = "staff", "自治体職員だけが読める"


class ColumnStatus(TextChoices):
    DRAFT = "draft", "下書き"
    PUBLISHED = "published", "公開中"
    UNPUBLISHED = "unpublished", "非公開"
    SUSPENDED = "suspended", "運営による公開停止"


class BoardStepKind(TextChoices):
    FOUNDED = "founded", "開設"
    CHANGED = "changed", "目的などの変更"
    RENEWED = "renewed", "期限の変更"
    LED = "led", "リーダーの交代"
    ENDED = "ended", "終了"
    RESTORED = "restored", "再開"
