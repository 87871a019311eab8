"""What can be reported of the boards."""

from accounts.reports import register_reportable
from forums.models import Board, Column, Post, Topic

register_reportable("topic", Topic, "トピック")
register_reportable("post", Post, "投稿")
register_reportable("board", Board, "課")
register_reportable("column", Column, "コラム")
