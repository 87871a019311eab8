"""What can be reported of the boards."""

from accounts.reports import register_reportable
from forums.models import Post, Topic

register_reportable("topic", Topic, "トピック")
register_reportable("post", Post, "投稿")
