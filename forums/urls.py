"""Addresses of the boards and the talk sessions."""

from django.urls import path

from forums.views import boards, event_talk, events, posts, threads, topics

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
    path("events/", events.event_list, name="event_list"),
    path("events/wishes/", event_talk.theme_wishes, name="theme_wishes"),
    path("events/wishes/<int:pk>/vote/", event_talk.wish_vote, name="wish_vote"),
    path("events/wishes/<int:pk>/unvote/", event_talk.wish_unvote, name="wish_unvote"),
    path("events/wishes/<int:pk>/withdraw/", event_talk.wish_withdraw, name="wish_withdraw"),
    path("events/questions/<int:pk>/vote/", event_talk.question_vote, name="question_vote"),
    path("events/questions/<int:pk>/unvote/", event_talk.question_unvote, name="question_unvote"),
    path("events/<int:pk>/", events.event_detail, name="event_detail"),
    path("events/<int:pk>/event.ics", events.event_calendar, name="event_calendar"),
    path("events/<int:pk>/register/", events.event_register, name="event_register"),
    path("events/<int:pk>/leave/", events.event_leave, name="event_leave"),
    path("events/<int:pk>/join/", events.event_join, name="event_join"),
    path("events/<int:pk>/questions/", event_talk.event_questions, name="event_questions"),
    path("events/<int:pk>/report/", events.event_report, name="event_report"),
    path("events/<int:pk>/report/approve/", events.report_approve, name="report_approve"),
]
