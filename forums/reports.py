"""What can be reported of the boards."""

from accounts.reports import register_reportable
from forums.models import Board, Post, Topic

register_reportable("topic", Topic, "トピック")
register_reportable("post", Post, "投稿")
register_reportable("board", Board, "課")
