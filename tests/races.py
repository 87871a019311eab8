"""Many people at the same moment."""

from __future__ import annotations

import threading

from django.db import connection

from dss.access import DomainError


def all_at_once(calls):
    """Run the calls in threads that start together; what each returned or refused."""
    gate = threading.Barrier(len(calls))
    results = [None] * len(calls)

    def run(index, call):
        try:
            gate.wait(timeout=20)
            results[index] = call()
        except DomainError as refusal:
            results[index] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index, call)) for index, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    refused = [result for result in results if isinstance(result, DomainError)]
    return [result for result in results if not isinstance(result, DomainError)], refused
