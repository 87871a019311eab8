"""What the boards keep, why and how long."""

from __future__ import annotations

from dss.holdings import Holding, Own, register

POSTS = Holding(
    key="posts",
    title="課とトピック",
    models=(
        *("forums.Board", "forums.Topic", "forums.Topic_services", "forums.Topic_documents", "forums.Post"),
        *("forums.PostRevision", "forums.PostAttachment", "forums.PostReference", "forums.PostMention"),
        *("forums.Reaction", "forums.BoardStep", "forums.TopicSearch", "forums.BoardSearch"),
    ),
    what="トピックと投稿、その編集の履歴、画像とファイル、呼びかけ、リアクション、課の運営の記録",
    why="職員どうしの相談と回答を、後から読めるようにするため",
    kept="書いた方が削除するまで。削除した投稿の画像とファイルはすぐに消えます",
    at_departure="リアクションは消えます。投稿は残り、名前は「退会した職員」などになります",
    own=(
        Own(
            "forums.Topic",
            ("author", "author_key"),
            ("board", "title", "kind", "shown_as", "created_at", "resolved_at", "withdrawn_at"),
        ),
        Own(
            "forums.Post",
            ("author", "author_key"),
            ("topic", "number", "shown_as", "body", "created_at", "edited_at", "removed_at"),
        ),
        Own("forums.Reaction", ("user",), ("post", "kind", "created_at")),
    ),
)
TAKING_PART = Holding(
    key="taking_part",
    title="課への参加と既読",
    models=(
        *("forums.BoardMembership", "forums.BoardEndorsement", "forums.BoardHandover", "forums.BoardWatch"),
        *("forums.TopicWatch", "forums.TopicReading", "forums.ReadingLine"),
        *("forums.AnswerRequest", "forums.AnswerCall", "forums.AnswerCallee"),
    ),
    what="参加している課と役割、受け取り方、どこまで読んだか、届いた回答の依頼",
    why="新しい投稿や依頼を、必要な方にだけ知らせるため",
    kept="参加している間。書込みのないトピックの既読は半年",
    at_departure="消えます",
    own_jobs=("forums.jobs.forget_readings",),
    own=(
        Own(
            "forums.BoardMembership",
            ("user",),
            ("board", "municipality", "role", "status", "message", "asked_at", "joined_at"),
        ),
        Own("forums.BoardWatch", ("user",), ("board", "scope", "level")),
        Own("forums.TopicWatch", ("user",), ("topic", "level")),
        Own("forums.TopicReading", ("user",), ("topic", "last_read_number")),
        Own("forums.AnswerRequest", ("person",), ("topic", "status", "asked_at", "declined_at")),
    ),
)
DRAFTS = Holding(
    key="drafts",
    title="投稿の下書き",
    models=("forums.PostDraft",),
    what="書きかけの文章。ほかの方にも運営にも見えません",
    why="途中で画面を閉じても、続きから書けるようにするため",
    kept="最後に保存してから90日",
    at_departure="消えます",
    own_jobs=("forums.jobs.purge_drafts",),
    own=(Own("forums.PostDraft", ("author",), ("entered", "saved_at")),),
)
SESSIONS = Holding(
    key="talks",
    title="座談会",
    models=(
        *("forums.Event", "forums.EventSpeaker", "forums.EventRegistration", "forums.EventQuestion"),
        *("forums.EventQuestionVote", "forums.ThemeWish", "forums.ThemeWishVote", "forums.EventSearch"),
    ),
    what="座談会の予定と報告、登壇者、申込み、質問、聞きたいテーマ",
    why="座談会を開き、その内容を後から読めるようにするため",
    kept="報告と質問は残ります。申込みは登録している間",
    at_departure="申込みと投票は消えます。質問は残り、登壇者の名前は「退会した職員」などになります",
    own=(
        Own("forums.EventRegistration", ("user",), ("event", "status", "queued_at", "cancelled_at")),
        Own("forums.EventSpeaker", ("user",), ("event", "name", "affiliation", "talk", "approved_at")),
        Own("forums.EventQuestion", ("author", "author_key"), ("event", "shown_as", "body", "status", "created_at")),
        Own("forums.ThemeWish", ("author", "author_key"), ("title", "body", "status", "created_at")),
    ),
)
COLUMNS = Holding(
    key="columns",
    title="専門家のコラム",
    models=("forums.Column", "forums.ColumnRevision", "forums.ColumnSearch"),
    what="コラムとその版、公開したときの所属と、事業者との関係の申告",
    why="専門家の知見を、利害関係を明らかにして伝えるため",
    kept="書いた方が下書きを消すか、公開をやめるまで",
    at_departure="公開したコラムは残り、名前は「退会した方」になります",
    own=(
        Own(
            "forums.Column",
            ("author", "author_key"),
            ("title", "summary", "body", "audience", "status", "affiliation", "created_at", "published_at"),
        ),
    ),
)

register(POSTS, TAKING_PART, DRAFTS, SESSIONS, COLUMNS)
