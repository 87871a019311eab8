"""What the database itself refuses of requests for quotes and of quotes, whoever writes.

An open request changes by amendments alone. An amendment is one transaction: it raises the request's `edition`, changes
what is asked, and ends with the append-only `QuoteAmendment` of that number. From then on the edition is sealed.
"""

from __future__ import annotations

import pgtrigger

NEVER = "what vendors were asked never changes"
_KEPT = "title project_id"
_AMENDED = "conditions user_count population months starts_on network"


def _differs(fields: str) -> str:
    return " OR ".join(f"OLD.{field} IS DISTINCT FROM NEW.{field}" for field in fields.split())


_SEALED = """(r.edition = 1 OR EXISTS (
    SELECT 1 FROM procurement_quoteamendment a WHERE a.request_id = r.id AND a.number = r.edition
))"""

_ASKED_AS_SENT = f"""
IF {_differs(_KEPT)} THEN
    RAISE EXCEPTION '{NEVER}';
END IF;
IF NEW.deadline_at < OLD.deadline_at THEN
    RAISE EXCEPTION 'a deadline only moves later';
END IF;
IF NEW.edition <> OLD.edition THEN
    IF NEW.edition <> OLD.edition + 1 OR OLD.status <> 'open' OR NEW.status <> 'open' THEN
        RAISE EXCEPTION 'an open request goes from one edition to the next';
    END IF;
ELSIF {_differs(_AMENDED)} THEN
    RAISE EXCEPTION '{NEVER}';
END IF;
RETURN NEW;
"""

_IS_SEALED = f"""
IF NOT EXISTS (SELECT 1 FROM procurement_quoterequest r WHERE r.id = NEW.id AND {_SEALED}) THEN
    RAISE EXCEPTION 'an edition ends with its amendment';
END IF;
RETURN NULL;
"""  # noqa: S608 - made of constants alone

_AMENDED_ROW = f"""
IF TG_OP = 'UPDATE' AND NEW.request_id <> OLD.request_id THEN
    RAISE EXCEPTION '{NEVER}';
END IF;
IF TG_OP = 'DELETE' THEN
    IF EXISTS (SELECT 1 FROM procurement_quoterequest r WHERE r.id = OLD.request_id AND r.status <> 'draft') THEN
        RAISE EXCEPTION '{NEVER}';
    END IF;
    RETURN OLD;
END IF;
IF EXISTS (
    SELECT 1 FROM procurement_quoterequest r
    WHERE r.id = NEW.request_id AND r.status <> 'draft' AND (
        r.status <> 'open' OR {_SEALED}
        OR (TG_OP = 'INSERT' AND (NEW.first_edition <> r.edition OR NEW.last_edition IS NOT NULL))
        OR (TG_OP = 'UPDATE' AND NEW.last_edition IS DISTINCT FROM r.edition - 1)
    )
) THEN
    RAISE EXCEPTION '{NEVER}';
END IF;
IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'last_edition' <> to_jsonb(OLD) - 'last_edition' AND EXISTS (
    SELECT 1 FROM procurement_quoterequest r WHERE r.id = NEW.request_id AND r.status <> 'draft'
) THEN
    RAISE EXCEPTION '{NEVER}';
END IF;
IF TG_OP = 'UPDATE' AND OLD.last_edition IS NOT NULL THEN
    RAISE EXCEPTION '{NEVER}';
END IF;
RETURN NEW;
"""  # noqa: S608 - made of constants alone

_SEALING = """
IF NOT EXISTS (
    SELECT 1 FROM procurement_quoterequest r
    WHERE r.id = NEW.request_id AND r.status = 'open' AND r.edition = NEW.number AND NEW.amended_at < r.deadline_at
) THEN
    RAISE EXCEPTION 'an amendment belongs to the edition of a request that accepts quotes';
END IF;
IF EXISTS (
    SELECT 1 FROM procurement_quote q
    JOIN procurement_quoteinvitation i ON i.id = q.invitation_id
    JOIN procurement_quoteversion v ON v.id = q.current_id
    WHERE i.request_id = NEW.request_id AND q.status = 'submitted' AND v.edition <> NEW.number
) THEN
    RAISE EXCEPTION 'a quote for a former edition does not count';
END IF;
RETURN NEW;
"""

_INVITED = f"""
IF EXISTS (
    SELECT 1 FROM procurement_quoterequest r
    WHERE r.status <> 'draft'
    AND (
        (TG_OP = 'DELETE' AND r.id = OLD.request_id)
        OR (TG_OP = 'INSERT' AND r.id = NEW.request_id AND (
            r.status <> 'open' OR NEW.invited_at IS NULL OR NEW.invited_at >= r.deadline_at
        ))
    )
) THEN
    RAISE EXCEPTION '{NEVER}';
END IF;
IF TG_OP = 'DELETE' THEN
    RETURN OLD;
END IF;
RETURN NEW;
"""  # noqa: S608 - made of constants alone

_FROZEN = "RAISE EXCEPTION 'a submitted quote never changes';"

_FROZEN_LINES = """
IF EXISTS (
    SELECT 1 FROM procurement_quoteversion v
    WHERE v.submitted_at IS NOT NULL
    AND ((TG_OP <> 'INSERT' AND v.id = OLD.version_id) OR (TG_OP <> 'DELETE' AND v.id = NEW.version_id))
) THEN
    RAISE EXCEPTION 'a submitted quote never changes';
END IF;
IF TG_OP = 'DELETE' THEN
    RETURN OLD;
END IF;
RETURN NEW;
"""

_IN_TIME = """
IF NEW.submitted_at IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM procurement_quote q
    JOIN procurement_quoteinvitation i ON i.id = q.invitation_id
    JOIN procurement_quoterequest r ON r.id = i.request_id
    WHERE q.id = NEW.quote_id AND r.status = 'open' AND r.edition = NEW.edition
    AND NEW.submitted_at < r.deadline_at
) THEN
    RAISE EXCEPTION 'a quote is submitted while its request accepts quotes, or never';
END IF;
RETURN NEW;
"""

_COUNTS = """
IF NEW.current_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM procurement_quoteversion v
    JOIN procurement_quoteinvitation i ON i.id = NEW.invitation_id
    JOIN procurement_quoterequest r ON r.id = i.request_id
    WHERE v.id = NEW.current_id AND v.quote_id = NEW.id AND v.submitted_at IS NOT NULL
    AND (NEW.status <> 'submitted' OR v.edition = r.edition)
) THEN
    RAISE EXCEPTION 'a quote counts by its own submitted version, for the edition of the request that holds';
END IF;
RETURN NEW;
"""


def asked_as_sent() -> pgtrigger.Trigger:
    """Of a request: what was asked changes with its edition alone, the deadline moves later alone."""
    return pgtrigger.Trigger(
        name="asked_as_sent",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition("OLD.status <> 'draft'"),
        func=_ASKED_AS_SENT,
    )


def sealed_amendment() -> pgtrigger.Trigger:
    """Of a request: when the transaction ends, the new edition has its amendment."""
    return pgtrigger.Trigger(
        name="sealed_amendment",
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        timing=pgtrigger.Deferred,
        condition=pgtrigger.Condition("OLD.edition <> NEW.edition"),
        func=_IS_SEALED,
    )


def amended_row() -> pgtrigger.Trigger:
    """Of a line or file of a request: free in a draft, afterwards only ended or added by the amendment that goes on."""
    return pgtrigger.Trigger(
        name="amended_row",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=_AMENDED_ROW,
    )


def sealing() -> pgtrigger.Trigger:
    """Of an amendment: it belongs to the edition at hand, in time, and no older quote counts any more."""
    return pgtrigger.Trigger(name="sealing", when=pgtrigger.Before, operation=pgtrigger.Insert, func=_SEALING)


def invited_in_time() -> pgtrigger.Trigger:
    """Of an invitation: it comes while the request is a draft, or before its deadline, and leaves a draft alone."""
    return pgtrigger.Trigger(
        name="invited_in_time",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Delete,
        func=_INVITED,
    )


def own_version_counts() -> pgtrigger.Trigger:
    """Of a quote: `current` is its own, submitted, and counts for the request's edition alone."""
    return pgtrigger.Trigger(
        name="own_version_counts",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=_COUNTS,
    )


def submitted_version() -> list[pgtrigger.Trigger]:
    """Of a version: frozen once submitted, and submitted in time alone."""
    return [
        pgtrigger.Trigger(
            name="submitted_is_frozen",
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            condition=pgtrigger.Q(old__submitted_at__isnull=False),
            func=_FROZEN,
        ),
        pgtrigger.Trigger(
            name="submitted_in_time",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update,
            func=_IN_TIME,
        ),
    ]


def submitted_lines() -> pgtrigger.Trigger:
    """Of a line of a version: frozen with it."""
    return pgtrigger.Trigger(
        name="submitted_is_frozen",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=_FROZEN_LINES,
    )
