"""Cards: what the ledger says, laid out for reading; never written except by drawing. And looks."""

from __future__ import annotations

from django.db import models


class Card(models.Model):
    """One subject, folded. ``body`` is the folded object as JSON; the rest is for lists.

    ``kind`` narrows the type (source kind, place kind, appeal kind …); ``sort`` orders lists:
    an ISO date, or the clock reading of the first entry.
    """

    id = models.CharField(max_length=16, primary_key=True)
    type = models.CharField(max_length=16)
    kind = models.CharField(max_length=64)
    title = models.TextField()
    sort = models.CharField(max_length=32)
    body = models.BinaryField()

    class Meta:
        db_table = "card"
        indexes = (models.Index(fields=["type", "sort", "id"], name="card_by_type"),)


class CaseRow(models.Model):
    """One line of the list of cases. Days are proleptic Gregorian ordinals."""

    id = models.CharField(max_length=16, primary_key=True)
    name = models.TextField()
    other_names = models.TextField()
    status = models.CharField(max_length=32)
    status_as_of = models.CharField(max_length=40)
    place = models.CharField(max_length=16)
    is_disputed = models.BooleanField()
    year = models.IntegerField(null=True)
    heard_day = models.IntegerField(null=True)
    last_heard = models.CharField(max_length=40)
    statements = models.IntegerField()
    opened_at = models.CharField(max_length=32)
    changed_at = models.CharField(max_length=32)

    class Meta:
        db_table = "case_row"
        indexes = (
            models.Index(fields=["opened_at", "id"], name="case_by_opened"),
            models.Index(fields=["changed_at", "id"], name="case_by_changed"),
            models.Index(fields=["heard_day", "id"], name="case_by_heard"),
            models.Index(fields=["name", "id"], name="case_by_name"),
        )


class Facet(models.Model):
    """One thing a case can be found by: a status, a place (and those around it), a year, …

    ``sort`` repeats the case's opening, so that a filtered list is read off in order.
    """

    card = models.CharField(max_length=16)
    facet = models.CharField(max_length=16)
    value = models.CharField(max_length=32)
    sort = models.CharField(max_length=32)

    class Meta:
        db_table = "facet"
        constraints = (
            models.UniqueConstraint(fields=["card", "facet", "value"], name="facet_once"),
        )
        indexes = (models.Index(fields=["facet", "value", "sort", "card"], name="facet_in_order"),)


class Link(models.Model):
    """``card`` mentions ``target`` in the role of source, case, place, organisation, …"""

    card = models.CharField(max_length=16)
    role = models.CharField(max_length=16)
    target = models.CharField(max_length=16)

    class Meta:
        db_table = "link"
        constraints = (
            models.UniqueConstraint(fields=["card", "role", "target"], name="link_once"),
        )
        indexes = (models.Index(fields=["target", "role", "card"], name="link_back"),)


class Part(models.Model):
    """A part of a card that is written, read and searched by itself.

    Part "" holds a subject's names for the full-text index; a part named by a statement's id
    holds that statement with its claims. ``number`` is the row in the index; ``digest`` tells
    whether anything changed.
    """

    number = models.BigAutoField(primary_key=True)
    subject = models.CharField(max_length=16)
    part = models.CharField(max_length=16)
    digest = models.CharField(max_length=24)
    body = models.BinaryField()

    class Meta:
        db_table = "part"
        constraints = (models.UniqueConstraint(fields=["subject", "part"], name="part_once"),)


class Look(models.Model):
    """A member looked at something protected, see :mod:`depter.store.looks`. No card: it is
    drawn from nothing, and stays when the cards are drawn anew."""

    at = models.CharField(max_length=32)
    member = models.CharField(max_length=16)
    subject = models.CharField(max_length=16)
    what = models.CharField(max_length=16)
    detail = models.TextField()

    class Meta:
        db_table = "look"
        indexes = (
            models.Index(fields=["at"], name="look_by_at"),
            models.Index(fields=["member", "at"], name="look_by_member"),
            models.Index(fields=["subject", "member", "what", "at"], name="look_once"),
        )
