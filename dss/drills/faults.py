"""What breaks around the product: disk, virus scanner, workers, mail server, database."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image

from dss.drills.disks import SmallDisk
from dss.drills.judging import Finding, judge_answers, judge_mails, judge_rows
from dss.drills.outside import MailServer, Manner, Scanner
from dss.drills.people import Answer, Person, staff
from dss.drills.processes import Program, wait_for
from dss.drills.site import Site, running_site

PATIENCE = 240.0
RESCUE_PATIENCE = 420.0  # 45 s of silence, the next whole minute, the work
UPLOAD = b"a" * 200_000 + b"\n"
MAIL_PATIENCE = 20.0  # `EMAIL_TIMEOUT`: who waits for a deaf mail server waits that long
MAILS = 12
_HELD = ("catalog.jobs.reindex_stale_services", "forums.jobs.prepare_attachment")
_DOING = "SELECT count(DISTINCT task_name) FROM procrastinate_jobs WHERE status = 'doing' AND task_name = ANY(%s)"
_UNFINISHED = (
    "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
    " AND (task_name = ANY(%s) OR task_name = 'accounts.jobs.deliver_mail')"
)
_POSTS = "SELECT body, count(*) FROM forums_post WHERE body LIKE %s GROUP BY body"
_FILES = (
    "SELECT a.file, a.size FROM forums_postattachment a JOIN forums_post p ON p.id = a.post_id WHERE p.body LIKE %s"
)


def drill(folder: Path) -> Iterator[Finding]:
    """Each drill as it is done."""
    mail, scanner = MailServer(), Scanner()
    mail.start()
    scanner.start()
    with running_site(folder) as site:
        site.env |= {"EMAIL_URL": mail.url, "CLAMAV_SOCKET": scanner.url}
        try:
            yield from _Faults(site, mail, scanner).all()
        finally:
            mail.stop()
            scanner.stop()


class _Faults:
    def __init__(self, site: Site, mail: MailServer, scanner: Scanner) -> None:
        self.site, self.mail, self.scanner = site, mail, scanner
        self.topic = site.database.value("SELECT min(id) FROM forums_topic WHERE status = 'open'")

    def all(self) -> Iterator[Finding]:
        """The first two without a worker, so that files stay as they came."""
        disk = SmallDisk(self.site)
        try:
            yield self.full_disk(disk)
        finally:
            disk.close()
        port = self.site.start_web()[1]
        self.people = staff(4, port)
        self.visitor = Person(port)
        yield self.no_scanner()
        yield self.killed_worker()
        yield self.hung_mail_server()
        yield self.restarted_database()

    def full_disk(self, disk: SmallDisk) -> Finding:
        """Uploads are refused whole, texts still come in, nothing stored is lost."""
        finding = Finding("ディスクが満杯")
        (person,) = staff(1, disk.port)
        stored = [f"満杯 {number}" for number in range(3)]
        refused = ["満杯 後 0", "満杯 後 1"]
        tokens = {text: str(uuid.uuid4()) for text in [*stored, *refused]}
        answers = [self._upload(person, text, tokens[text]) for text in stored]
        finding.demand(all(_is_taken(answer) for answer in answers), "空きがあるのに受け付けない")
        disk.fill()
        full = [self._upload(person, text, tokens[text]) for text in refused]
        finding.demand(all(answer.status == 507 for answer in full), "満杯なのに 507 でない")
        text_only = person.reply(self.topic, "満杯 本文だけ", str(uuid.uuid4()))
        finding.demand(_is_taken(text_only), "本文だけの投稿も受け付けない")
        disk.make_room()
        again = [self._upload(person, text, tokens[text]) for text in refused]
        finding.demand(all(_is_taken(answer) for answer in again), "空きができても受け付けない")
        judge_answers(finding, [*answers, *full, text_only, *again], 302, 507)
        judge_rows(finding, [*stored, *refused, "満杯 本文だけ"], self._posts("満杯%"))
        rows = dict(self.site.database.ask(_FILES, "満杯%"))
        finding.note(f"ファイルは行 {len(rows)} 件に対し {len(disk.files)} 件")
        finding.demand(rows == disk.files, "行とファイルが合わない")
        return finding

    def no_scanner(self) -> Finding:
        """Nothing comes in unchecked."""
        finding = Finding("ウイルス検査が止まる")
        person, token, earlier = self.people[0], str(uuid.uuid4()), self.scanner.scanned
        before = self._upload(person, "検査 前", str(uuid.uuid4()))
        harmful = {"attachments_0": ("a.txt", Scanner.HARMFUL)}
        found = person.reply(self.topic, "検査 有害", str(uuid.uuid4()), files=harmful)
        self.scanner.stop()
        refused = [self._upload(person, "検査 後", token) for _ in range(3)]
        page = person.get(f"/topics/{self.topic}/")
        unchecked = self.site.database.ask(_FILES, "検査 後")
        self.scanner.start()
        after = self._upload(person, "検査 後", token)
        judge_answers(finding, [before, found, *refused, page, after], 200, 302, 422, 503)
        finding.demand(found.status == 422, "有害なファイルを受け付けた")
        finding.demand(all(answer.status == 503 for answer in refused), "止まっているのに 503 でない")
        finding.demand(not unchecked, "検査していないファイルを受け付けた")
        finding.demand(page.status == 200, "ほかのページまで止まった")
        finding.note(f"検査したのは {self.scanner.scanned - earlier} 件")
        finding.demand(self.scanner.scanned - earlier == 3, "検査の数が合わない")
        judge_rows(finding, ["検査 前", "検査 後"], self._posts("検査%"))
        return finding

    def killed_worker(self) -> Finding:
        """SIGKILL while it sends mails, indexes and reads a file; others take over."""
        finding = Finding("ワーカーを kill -9")
        database, inside = self.site.database, self.site.inside
        self.site.manage("run_worker", "--until-idle")  # nothing older stands before what is to be interrupted
        picture = {"attachments_0": ("drill.png", _picture())}
        sent = self.people[1].reply(self.topic, "停止 画像", str(uuid.uuid4()), files=picture)
        finding.demand(_is_taken(sent), "画像を受け付けない")
        self.mail.behave(Manner.SILENT)
        inside.queue_mails("送信中", 3)
        listing = inside.first_listing()
        inside.queue_reindexing(listing)
        with (
            database.holding("SELECT 1 FROM catalog_service WHERE id = %s FOR UPDATE", listing),
            database.holding("SELECT 1 FROM forums_postattachment FOR UPDATE"),
        ):
            victim = self.site.start_worker(concurrency=8)
            wait_for("三つの仕事の途中", lambda: self._is_amid(), seconds=PATIENCE)
            victim.kill()
        self.mail.behave(Manner.WELL)
        inside.queue_mails("停止のあと", 5)
        killed_at = time.monotonic()
        self.workers: list[Program] = [self.site.start_worker(), self.site.start_worker()]
        wait_for("残りの仕事が済んだ状態", lambda: self._is_done(listing), seconds=RESCUE_PATIENCE)
        finding.note(f"索引とファイルの読み取りは {time.monotonic() - killed_at:.0f} 秒で別のワーカーが済ませた")
        unknown = inside.show_lost_mails()
        judge_mails(finding, 8, self.mail.received("送信中") + self.mail.received("停止の"), unknown=unknown)
        finding.demand(unknown == 3, "行方の分からないメールが運営に示されない")
        return finding

    def hung_mail_server(self) -> Finding:
        """The web does not wait; the mails come later, once."""
        finding = Finding("メールサーバーが黙る")
        self.mail.behave(Manner.DEAF)
        self.site.inside.queue_mails("沈黙", MAILS)
        answers = [self.people[0].reply(self.topic, "沈黙中の投稿", str(uuid.uuid4()))]
        until = time.monotonic() + 8
        while time.monotonic() < until:
            answers += [self.people[0].get("/boards/"), self.visitor.get("/services/")]
        during = len(self.mail.received("沈黙"))
        self.mail.behave(Manner.WELL)
        wait_for("メールが届いた状態", lambda: len(self.mail.received("沈黙")) >= MAILS, seconds=RESCUE_PATIENCE)
        judge_answers(finding, answers, 200, 302)
        slowest = max(answer.seconds for answer in answers)
        finding.note(f"黙っている間の最も遅い応答 {slowest:.1f} 秒、届いたのは {during} 通")
        finding.demand(slowest < MAIL_PATIENCE, "ウェブがメールサーバーを待った")
        judge_mails(finding, MAILS, self.mail.received("沈黙"))
        return finding

    def restarted_database(self) -> Finding:
        """A crash of PostgreSQL while people write; each acknowledged post is there afterwards."""
        finding = Finding("書き込み中に PostgreSQL が落ちる")
        writers = [_Writer(person, self.topic, number) for number, person in enumerate(self.people)]
        for writer in writers:
            writer.start()
        wait_for("書き込みが続く状態", lambda: all(len(w.acknowledged) > 2 for w in writers), seconds=PATIENCE)
        self.site.database.stop("immediate")
        wait_for("落ちたことに気づく状態", lambda: any(w.was_refused for w in writers), seconds=PATIENCE)
        visitor = self.visitor.get("/vendors/")
        self.site.database.start()
        back = time.monotonic()
        for writer in writers:
            writer.goal = len(writer.acknowledged) + 3
        wait_for("また書き込める状態", lambda: all(w.is_there for w in writers), seconds=PATIENCE)
        recovered = time.monotonic() - back
        for writer in writers:
            writer.stop()
        answers = [answer for writer in writers for answer in writer.answers]
        judge_answers(finding, [*answers, visitor], 302, 503)
        judge_rows(finding, [text for writer in writers for text in writer.acknowledged], self._posts("連続 %"))
        self.site.inside.queue_mails("再起動のあと", 5)
        wait_for("メールが届いた状態", lambda: len(self.mail.received("再起動の")) >= 5, seconds=PATIENCE)
        finding.note(f"起動から {recovered:.1f} 秒で全員がまた書けた、ワーカーも自力で戻った")
        finding.demand(all(worker.is_running() for worker in self.workers), "ワーカーが終わった")
        judge_mails(finding, 5, self.mail.received("再起動の"))
        return finding

    def _upload(self, person: Person, text: str, token: str) -> Answer:
        return person.reply(self.topic, text, token, files={"attachments_0": ("record.txt", UPLOAD)})

    def _posts(self, like: str) -> dict[str, int]:
        return dict(self.site.database.ask(_POSTS, like))

    def _is_amid(self) -> bool:
        return self.site.database.value(_DOING, list(_HELD)) == len(_HELD) and len(self.mail.received("送信中")) == 3

    def _is_done(self, listing: int) -> bool:
        unfinished: int = self.site.database.value(_UNFINISHED, list(_HELD))
        return unfinished == 0 and self.site.inside.is_indexed(listing)


def _picture() -> bytes:
    content = BytesIO()
    Image.new("RGB", (900, 600), "navy").save(content, "PNG")
    return content.getvalue()


def _is_taken(answer: Answer) -> bool:
    """A redirect to the post, not to the log-in."""
    return answer.status == 302 and answer.location.startswith("/topics/")


class _Writer(threading.Thread):
    """Somebody who writes post after post, sends each until it is acknowledged, and remembers which were."""

    def __init__(self, person: Person, topic: int, number: int) -> None:
        super().__init__(daemon=True)
        self._person, self._topic, self._number = person, topic, number
        self._ended = threading.Event()
        self.answers: list[Answer] = []
        self.acknowledged: list[str] = []
        self.goal = 0

    @property
    def was_refused(self) -> bool:
        return any(answer.status != 302 for answer in self.answers)

    @property
    def is_there(self) -> bool:
        """Whether as many posts were acknowledged as it was told."""
        return len(self.acknowledged) >= self.goal

    def run(self) -> None:
        while not self._ended.is_set():
            text, token = f"連続 {self._number} {len(self.acknowledged)}", str(uuid.uuid4())
            while not self._ended.is_set():
                self.answers.append(self._person.reply(self._topic, text, token))
                if _is_taken(self.answers[-1]):
                    self.acknowledged.append(text)
                    break
                time.sleep(0.2)
            time.sleep(0.1)

    def stop(self) -> None:
        self._ended.set()
        self.join()
