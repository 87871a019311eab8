"""The job that tells people of posts, run as the worker would."""

from __future__ import annotations

from django.db import connection

from forums.jobs import tell_of_post


def tell_waiting():
    """Run every waiting job of this kind; how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE task_name = 'forums.jobs.tell_of_post' AND status = 'todo'"
            " RETURNING args->>'post_id'"
        )
        posts = sorted(int(row[0]) for row in cursor.fetchall())
    for post_id in posts:
        tell_of_post(post_id=post_id)
    return len(posts)
