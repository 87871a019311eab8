"""Growth by settings alone: a replica, a PgBouncer in transaction mode, two web processes and two workers at once."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from dss.drills.bouncer import SERVER_CONNECTIONS, Bouncer
from dss.drills.judging import Finding, judge_answers, judge_mails, judge_rows
from dss.drills.outside import MailServer
from dss.drills.people import STAFF, Answer, Person, logged_in, staff
from dss.drills.postgres import Server, wait_until_caught_up
from dss.drills.processes import wait_for
from dss.drills.site import Site, running_site

MAILS = 60
PATIENCE = 240.0
RESCUE_PATIENCE = 420.0  # 45 s of silence, the next whole minute, the work
_MINUTELY = (
    "SELECT count(*), count(DISTINCT args->>'timestamp') FROM procrastinate_jobs"
    " WHERE task_name = 'dss.jobs.rescue_jobs_of_dead_workers'"
)
_REINDEXING = "SELECT status FROM procrastinate_jobs WHERE task_name = 'catalog.jobs.reindex_stale_services'"


def drill(folder: Path) -> Iterator[Finding]:
    """Each part as it is done."""
    mail = MailServer()
    mail.start()
    with running_site(folder, "max_connections=60") as site:
        site.env["EMAIL_URL"] = mail.url
        replica = site.database.create_replica(folder / "replica", "log_statement=all")
        bouncer = Bouncer(folder / "pgbouncer", site.database)
        try:
            wait_until_caught_up(site.database, replica)
            ways = {
                "DATABASE_URL": bouncer.url,
                "DATABASE_DIRECT_URL": site.database.url,
                "DATABASE_REPLICA_URL": replica.url,
            }
            ports = [site.start_web(**ways)[1] for _ in range(2)]
            yield from _Growth(site, replica, bouncer, mail, ports).parts()
        finally:
            bouncer.stop()
            if replica.is_running():
                replica.stop("immediate")
            mail.stop()


class _Growth:
    def __init__(self, site: Site, replica: Server, bouncer: Bouncer, mail: MailServer, ports: list[int]) -> None:
        self.site, self.replica, self.bouncer, self.mail, self.ports = site, replica, bouncer, mail, ports
        self.people = staff(4, *ports)
        self.topic = site.database.value("SELECT min(id) FROM forums_topic WHERE status = 'open'")

    def parts(self) -> Iterator[Finding]:
        yield self.reading()
        yield self.own_writes()
        yield self.lost_rights()
        yield self.pooling()
        yield self.replica_lost()
        yield from self.workers()

    def reading(self) -> Finding:
        """Pages come from the replica."""
        finding = Finding("レプリカが読む")
        before = self._asked_of_replica()
        answers = []
        for _ in range(5):
            wait_until_caught_up(self.site.database, self.replica)
            answers += [self.people[0].get("/boards/"), Person(*self.ports).get("/services/?q=%E6%96%87%E6%9B%B8")]
        asked = self._asked_of_replica() - before
        judge_answers(finding, answers, 200)
        finding.note(f"レプリカが答えた問い合わせ {asked} 件")
        finding.demand(asked >= len(answers), "レプリカがほとんど使われていない")
        return finding

    def own_writes(self) -> Finding:
        """With the replay paused, what was written is seen at once, by its writer and by colleagues."""
        finding = Finding("書いたものがすぐ見える（再生を止めたレプリカ）")
        writer, colleague = self.people[0], self.people[1]
        self._pause()
        text = f"訓練の投稿 {uuid.uuid4().hex}"
        sent = writer.reply(self.topic, text, str(uuid.uuid4()))
        pages = {"書いた人": writer.get(sent.location), "同僚": colleague.get(sent.location)}
        on_replica = self.replica.value("SELECT count(*) FROM forums_post WHERE body = %s", text)
        judge_answers(finding, [sent, *pages.values()], 302, 200)
        for who, page in pages.items():
            finding.note(f"{who}に{'見えた' if text in page.text else '見えない'}")
            finding.demand(text in page.text, f"{who}が古いページを読んだ")
        finding.demand(on_replica == 0, "レプリカの再生が止まっていなかった")
        self._resume()
        before = self._asked_of_replica()
        again = colleague.get(sent.location)
        asked = self._asked_of_replica() - before
        finding.note(f"再開後はレプリカが {asked} 件に答えて同じ投稿を見せた")
        finding.demand(text in again.text and asked, "再開後にレプリカから読めない")
        return finding

    def lost_rights(self) -> Finding:
        """A revoked membership sees nothing at the next request, however far the replica is behind."""
        finding = Finding("資格を失った人（再生を止めたレプリカ）")
        person = self.people[3]
        before = person.get(f"/topics/{self.topic}/")
        self._pause()
        self.site.inside.revoke(STAFF[3])
        after = [person.get(path) for path in (f"/topics/{self.topic}/", "/boards/", "/documents/") for _ in self.ports]
        self._resume()
        finding.note(f"取消の前は {before.status}、次の要求から {sorted({answer.status for answer in after})}")
        finding.demand(before.status == 200, "取消の前に読めなかった")
        finding.demand(all(answer.status in {403, 404} for answer in after), "取消のあとも読めた")
        return finding

    def pooling(self) -> Finding:
        """Journeys of several people at once through few server connections."""
        finding = Finding("PgBouncer（トランザクションモード）")
        acknowledged: list[str] = []
        with ThreadPoolExecutor(6) as pool:
            journeys = [pool.submit(self._journey, address, acknowledged) for address in STAFF if address != STAFF[3]]
            answers = [answer for journey in journeys for answer in journey.result()]
        judge_answers(finding, answers, 200, 302)
        rows = self.site.database.ask("SELECT body, count(*) FROM forums_post WHERE body LIKE '経路 %%' GROUP BY 1")
        judge_rows(finding, acknowledged, dict(rows))
        pools = [row for row in self.bouncer.show("POOLS") if row["database"] == "dss"]
        transactions = sum(row["total_xact_count"] for row in self.bouncer.show("STATS") if row["database"] == "dss")
        servers = sum(row["sv_active"] + row["sv_idle"] + row["sv_used"] for row in pools)
        finding.note(f"{transactions} トランザクションをサーバー接続 {servers} 本で")
        finding.demand({row["pool_mode"] for row in pools} == {"transaction"}, "トランザクションモードでない")
        finding.demand(0 < servers <= SERVER_CONNECTIONS, "接続の数が合わない")
        return finding

    def _journey(self, address: str, acknowledged: list[str]) -> list[Answer]:
        """Log in, read, write, attach, search, fetch a streamed export, log out."""
        person = logged_in(address, *self.ports)
        answers = []
        for number in range(3):
            text = f"経路 {address.partition('@')[0]} {number}"
            files = {"attachments_0": ("記録.txt", b"2026\n")} if number == 0 else None
            sent = person.reply(self.topic, text, str(uuid.uuid4()), files=files)
            if sent.status == 302:
                acknowledged.append(text)
            answers += [sent, person.get(sent.location or "/"), person.get("/search/?q=%E5%85%B1%E6%9C%89")]
        export = person.get("/services.csv")
        if export.text.count("\n") < 100:
            export = Answer(599, export.text, "", export.seconds)
        return [*answers, export, person.get("/boards/"), person.post("/accounts/logout/", {})]

    def replica_lost(self) -> Finding:
        """Killed while people read, and back again."""
        finding = Finding("レプリカが落ちる")
        answers: list[Answer] = []
        stop = threading.Event()

        def read(person: Person) -> None:
            while not stop.is_set():
                answers.append(person.get("/boards/"))

        readers = [threading.Thread(target=read, args=[person]) for person in self.people[:2]]
        for reader in readers:
            reader.start()
        time.sleep(1)
        self.replica.stop("immediate")
        visitor = Person(*self.ports)
        answers += [visitor.get(f"/services/?page={number}") for number in (1, 2, 1, 2)]
        stop.set()
        for reader in readers:
            reader.join()
        judge_answers(finding, answers, 200)
        finding.note(f"最も遅い応答 {max(answer.seconds for answer in answers):.1f} 秒")
        self.replica.start()
        wait_until_caught_up(self.site.database, self.replica)
        before = self._asked_of_replica()
        wait_for("レプリカがまた読まれる状態", lambda: self._read_again(before), seconds=PATIENCE)
        finding.note("起動すると、またレプリカが答えた")
        return finding

    def _read_again(self, before: int) -> bool:
        self.people[0].get("/boards/")
        return self._asked_of_replica() > before + 5

    def workers(self) -> Iterator[Finding]:
        """One is killed in the middle of its work; two others do everything once."""
        database, killed = self.site.database, Finding("止められたワーカーのジョブ")
        victim, listing = self.site.start_worker(), self.site.inside.first_listing()
        with database.holding("SELECT 1 FROM catalog_service WHERE id = %s FOR UPDATE", listing):
            self.site.inside.queue_reindexing(listing)
            wait_for("索引のジョブが始まった状態", lambda: database.value(_REINDEXING) == "doing", seconds=PATIENCE)
            victim.kill()
        started = time.monotonic()
        workers = [self.site.start_worker(), self.site.start_worker()]
        finding = Finding("ワーカー二つ")
        self.site.inside.queue_mails("二つのワーカー", MAILS)
        wait_for("メールがすべて届いた状態", lambda: len(self.mail.received("二つの")) == MAILS, seconds=PATIENCE)
        wait_for("ジョブが救われた状態", lambda: self.site.inside.is_indexed(listing), seconds=RESCUE_PATIENCE)
        killed.note(f"索引の途中で kill -9、{time.monotonic() - started:.0f} 秒後に別のワーカーが終えた")
        yield killed
        judge_mails(finding, MAILS, self.mail.received("二つの"))
        jobs, minutes = database.ask(_MINUTELY)[0]
        finding.note(f"毎分のジョブは {minutes} 回の時刻に {jobs} 回登録された")
        finding.demand(jobs == minutes > 0, "定期ジョブが重なった、または登録されなかった")
        finding.demand(all(worker.is_running() for worker in workers), "ワーカーが止まった")
        yield finding

    def _asked_of_replica(self) -> int:
        """Statements of the product that the replica has run."""
        log = self.replica.log.read_text(errors="replace")
        return log.count('statement: SELECT "') + log.count("statement: (SELECT")

    def _pause(self) -> None:
        wait_until_caught_up(self.site.database, self.replica)
        self.replica.ask("SELECT pg_wal_replay_pause()")

    def _resume(self) -> None:
        self.replica.ask("SELECT pg_wal_replay_resume()")
        wait_until_caught_up(self.site.database, self.replica)
