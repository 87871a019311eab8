"""Talking to a real mail server, in all its moods."""

from __future__ import annotations

import email
import email.policy
import socketserver
from threading import Event, Thread

import pytest

from accounts.mail_transport import FateUnknown, NotAccepted, hand_over

MAIL = {
    "mail_id": 7,
    "to": "a@town.example",
    "subject": "確認コード",
    "body": "コードは ABC-123 です。\n",
    "unsubscribe_at": "",
}


class _Conversation(socketserver.StreamRequestHandler):
    """Just enough of SMTP. `server.mood` names the step at which it behaves as `server.answer` says; None: silence."""

    def handle(self):
        self.server.calls += 1
        if not self._say("greeting", "220 ready"):
            return
        while line := self.rfile.readline().decode().strip():
            word = line.split(" ", 1)[0].split(":", 1)[0].upper()
            if word == "DATA":
                if not self._say("DATA", "354 go on"):
                    return
                self._read_message()
                if not self._say("end", "250 taken"):
                    return
            elif not self._say(word, "221 bye" if word == "QUIT" else "250 ok") or word == "QUIT":
                return

    def _read_message(self):
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        self.server.mails.append(email.message_from_bytes(b"".join(lines), policy=email.policy.default))

    def _say(self, step, usual) -> bool:
        answer = self.server.answer if step == self.server.mood else usual
        if answer is None:
            self.server.over.wait(10)
            return False
        if answer == "hang up":
            return False
        self.wfile.write(f"{answer}\r\n".encode())
        return True


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@pytest.fixture
def server(settings):
    with _Server(("127.0.0.1", 0), _Conversation) as running:
        running.mood, running.answer, running.mails, running.calls, running.over = "", "", [], 0, Event()
        thread = Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = running.server_address
        settings.EMAIL_TIMEOUT = 0.5
        settings.DEFAULT_FROM_EMAIL = "デジタルサービス広場 <no-reply@dss.example>"
        yield running
        running.over.set()
        running.shutdown()
        thread.join()


def test_a_mail_arrives_as_it_was_written(server):
    hand_over(**MAIL)
    (mail,) = server.mails
    assert (mail["To"], mail["Subject"]) == (MAIL["to"], MAIL["subject"])
    assert mail["Message-ID"] == "<outbox-7@dss.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_body(("plain",)).get_content().replace("\r\n", "\n") == MAIL["body"]
    assert "コードは ABC-123 です。" in mail.get_body(("html",)).get_content()


@pytest.mark.parametrize(
    ("mood", "answer", "permanent"),
    [
        ("greeting", None, False),
        ("greeting", "hang up", False),
        ("greeting", "421 busy", False),
        ("MAIL", "451 later", False),
        ("MAIL", "553 not from here", True),
        ("RCPT", "450 greylisted", False),
        ("RCPT", "550 no such user", True),
        ("DATA", "451 later", False),
        ("end", "452 disk full", False),
        ("end", "554 spam", True),
    ],
)
def test_a_refusal_is_certain(server, mood, answer, permanent):
    server.mood, server.answer = mood, answer
    with pytest.raises(NotAccepted) as refused:
        hand_over(**MAIL)
    assert refused.value.permanent is permanent


@pytest.mark.parametrize("answer", [None, "hang up"])
def test_silence_after_the_text_leaves_its_fate_unknown(server, answer):
    server.mood, server.answer = "end", answer
    with pytest.raises(FateUnknown):
        hand_over(**MAIL)
    assert server.calls == 1


def test_nobody_listening_is_certain(settings, server):
    settings.EMAIL_PORT = 1
    with pytest.raises(NotAccepted) as refused:
        hand_over(**MAIL)
    assert not refused.value.permanent


def test_an_address_no_mail_can_be_written_to_is_final(server):
    with pytest.raises(NotAccepted) as refused:
        hand_over(**MAIL | {"to": "not an address\r\nBcc: x@evil.example"})
    assert refused.value.permanent
    assert server.mails == []


def test_a_goodbye_that_fails_changes_nothing(server):
    server.mood, server.answer = "QUIT", "hang up"
    hand_over(**MAIL)
    assert len(server.mails) == 1
