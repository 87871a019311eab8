"""What can be reported of the boards."""

from accounts.reports import paragraphs, register_reportable
from forums.models import Board, Column, Post, Topic


def _topic_text(topic: Topic) -> str:
    """How it begins: whoever reports a topic shows its first text, too."""
    return paragraphs([topic.title, *topic.posts.filter(number=1).values_list("body", flat=True)])


def _post_text(post: Post) -> str:
    return post.body


def _post_name(post: Post) -> str:
    return f"「{post.topic.title}」の投稿"


def _board_text(board: Board) -> str:
    return paragraphs([board.name, board.purpose, board.retrospective])


def _column_text(column: Column) -> str:
    return paragraphs([column.title, column.summary, column.body])


register_reportable("topic", Topic, "トピック", text=_topic_text)
register_reportable("post", Post, "投稿", text=_post_text, name=_post_name)
register_reportable("board", Board, "課", text=_board_text)
register_reportable("column", Column, "コラム", text=_column_text)
