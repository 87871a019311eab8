"""Addresses of the boards."""

from django.urls import path

from forums.views import boards, posts, threads, topics

app_name = "forums"

urlpatterns = [
    path("boards/", boards.board_list, name="board_list"),
    path("boards/<slug:slug>/", boards.board_detail, name="board_detail"),
    path("boards/<slug:slug>/topics/new/", topics.topic_create, name="topic_create"),
    path("topics/", boards.topic_list, name="topic_list"),
    path("topics/new/", topics.topic_start, name="topic_start"),
    path("topics/of-service/<int:pk>/", boards.service_topics, name="service_topics"),
    path("topics/<int:pk>/", threads.topic_detail, name="topic_detail"),
    path("topics/<int:pk>/reply/", threads.topic_reply, name="topic_reply"),
    path("topics/<int:pk>/unaccept/", topics.topic_unaccept, name="topic_unaccept"),
    path("topics/<int:pk>/invite-experts/", topics.topic_invite_experts, name="topic_invite_experts"),
    path("topics/<int:pk>/close-to-experts/", topics.topic_close_to_experts, name="topic_close_to_experts"),
    path("topics/<int:pk>/watch/", topics.topic_watch, name="topic_watch"),
    path("topics/posts/<int:pk>/", posts.post_detail, name="post_detail"),
    path("topics/posts/<int:pk>/accept/", posts.post_accept, name="post_accept"),
    path("topics/posts/<int:pk>/edit/", posts.post_edit, name="post_edit"),
    path("topics/posts/<int:pk>/delete/", posts.post_delete, name="post_delete"),
    path("topics/posts/<int:pk>/history/", posts.post_history, name="post_history"),
    path("topics/posts/<int:pk>/react/", posts.post_react, name="post_react"),
    path("topics/posts/<int:pk>/unreact/", posts.post_unreact, name="post_unreact"),
]
