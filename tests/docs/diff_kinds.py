#!/usr/bin/env python3
"""Writes the tables of docs/diff.md: every kind of change, by what of the language it is about and by grade.

compiler/diff/kinds.def has the kinds. Each must be named for one part of the language here, and be shown by a golden pair of
tests/golden/diff.
Usage: diff_kinds.py [--update]      (without --update it fails where the document is out of date)
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs/diff.md"
KIND = re.compile(r'^KIND\((\w+), (\w+), (\w+), "((?:[^"\\]|\\.)*)", "((?:[^"\\]|\\.)*)", "((?:[^"\\]|\\.)*)"\)$', re.M)
GRADES = ["privacy_widening", "data_loss", "source_breaking", "target_breaking", "reverse_breaking", "safe"]

PARTS = {
    "`contract` header, titles, `///`": "contract_renamed version_changed words_changed",
    "`import`, what nothing uses": "import_changed unused_changed",
    "`party`": "approval_removed party_changed",
    "`system`": "source_added portal_added source_kind_changed system_removed system_renamed",
    "`base`, `zone`, `version`, `tier`": "source_address_changed hubspot_address_changed zone_changed api_version_changed tier_raised tier_lowered",
    "`auth`, scopes": "source_auth_changed hubspot_auth_changed source_scope_added scope_removed hubspot_scope_needed hubspot_scope_not_needed",
    "`limit`, `retry`, `quiet`, `changes every`": "source_limit_raised hubspot_limit_raised limit_lowered retry_changed source_quiet_shortened "
    "hubspot_quiet_shortened quiet_extended polling_removed polling_changed",
    "`resource`, `key`": "resource_needed resource_declared resource_removed resource_renamed source_key_changed",
    "endpoints": "endpoint_added endpoint_changed endpoint_removed list_endpoint_removed write_endpoint_removed",
    "`page`, `changes`, `volume`": "paging_changed paging_removed changes_changed changes_window_shortened changes_window_extended volume_changed",
    "`webhook`, `deleted when`": "webhook_changed webhook_removed deletion_rule_changed deletion_not_followed",
    "`schema`, and what the source's document says": "document_replaced document_changed source_field_needed source_type_changed "
    "source_options_added source_field_less_certain body_changed",
    "`snapshot`, and what it says of properties": "property_type_changed property_options_removed property_options_added property_restricted",
    "`ensure`": "property_to_create ensured_property_changed ensure_removed",
    "`environment`": "environment_address_changed environment_portal_changed environment_changed",
    "`existing`, `pending`, `unconfirmed`": "existing_changed pending_changed question_changed",
    "`table`, `picklist`": "row_removed rows_merged row_changed row_named row_added else_added else_removed else_changed row_back_changed row_back_added "
    "table_source_changed",
    "`transform`": "transform_changed",
    "`privacy`": "label_dropped label_weakened label_added",
    "what a private field reaches": "private_reaches_property private_reaches_association private_reaches_list private_reaches_subscription "
    "private_decides private_less_hidden declassify_added declassify_changed declassify_removed",
    "`map`, its two sides, `each`": "map_added map_removed map_renamed map_source_changed map_object_changed map_each_changed direction_changed",
    "`match`": "match_changed match_value_changed match_fallback_added",
    "`where`": "where_narrowed where_widened where_widened_private",
    "`after`, `start`, `on unmatched`, `on delete`": "order_changed start_changed unmatched_ignored unmatched_created unmatched_back_changed "
    "archive_on_delete default_spelled_out",
    "a field line": "field_added field_removed field_retargeted value_changed lossy_step_added lossy_step_changed",
    "`required`, `write`": "field_required field_no_longer_required write_mode_changed",
    "`on error`": "error_skipped error_replaced error_rejects error_value_changed idle_policy_changed",
    "`on null`": "null_clears null_keeps null_value_changed",
    "a line from right to left, `owner`, `group`": "reverse_added reverse_removed reverse_changed reverse_policy_changed owner_changed group_changed",
    "`associate`": "association_added association_removed association_label_changed association_key_changed association_narrowed association_widened",
    "`list`": "list_added list_removed list_renamed list_condition_changed",
    "`subscription`": "subscription_added subscription_removed subscription_opts_in subscription_opts_out subscription_opt_out_dropped "
    "subscription_basis_changed subscription_until_changed subscription_from_changed",
    "`ignore`, `allow`": "ignore_changed allow_changed",
    "`usecase`, `test`, examples": "usecase_changed test_changed",
    "`sync`": "backfill_removed loops_changed sync_changed",
    "`sla`, `alert`": "alert_channel_added alert_weakened alert_changed sla_changed",
    "`accept`": "acceptance_weakened acceptance_changed",
    "`books`": "books_contents_written books_kept_longer books_kept_shorter books_removed books_changed",
}


def words(name):
    return name.replace("_", "-") if name.endswith("_breaking") else name.replace("_", " ")


def code(name):
    return f"`{name.replace('_', '-')}`"


def plain(text):
    return re.sub(r"`?\{\d\}`?", "…", text.replace('\\"', '"')).replace("|", "\\|")


def problems(kinds):
    named = [kind for part in PARTS.values() for kind in part.split()]
    known = {kind[0] for kind in kinds}
    yield from (f"{kind}: named for no part of the language in {pathlib.Path(__file__).name}" for kind in sorted(known - set(named)))
    yield from (f"{kind}: no such kind" for kind in sorted(set(named) - known))
    yield from (f"{kind}: named twice" for kind in sorted({kind for kind in named if named.count(kind) > 1}))
    shown = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests/golden/diff").glob("*.expected"))
    yield from (f"{kind}: no pair of tests/golden/diff shows it" for kind in sorted(known) if f"[{kind.replace('_', '-')}]" not in shown)


def tables(kinds):
    grade_of = {name: grade for name, grade, *_ in kinds}
    lines = ["| part | " + " | ".join(words(grade) for grade in GRADES) + " |", "|" + "---|" * (len(GRADES) + 1)]
    for part, names in PARTS.items():
        cells = [" ".join(code(name) for name in names.split() if grade_of[name] == grade) for grade in GRADES]
        lines.append(f"| {part} | " + " | ".join(cells) + " |")
    parts = ["\n".join(lines)]
    for grade in GRADES:
        rows = [f"| {code(name)} | {plain(text)} | {plain(why)} | {plain(remedy)} | {bump} |" for name, g, bump, text, why, remedy in kinds if g == grade]
        head = "| kind | what changed | why it matters | what to do | version |\n|---|---|---|---|---|\n"
        parts.append(f"### {words(grade).capitalize()}\n\n{head}" + "\n".join(rows))
    return "\n\n".join(parts)


def main():
    kinds = KIND.findall((ROOT / "compiler/diff/kinds.def").read_text(encoding="utf-8"))
    if found := list(problems(kinds)):
        raise SystemExit("\n".join(found))
    text = DOCUMENT.read_text(encoding="utf-8")
    before, marker, _ = text.partition("<!-- what follows is written by tests/docs/diff_kinds.py -->\n")
    written = before + marker + "\n" + tables(kinds) + "\n"
    if not marker:
        raise SystemExit("docs/diff.md: the marker is gone")
    if "--update" in sys.argv:
        DOCUMENT.write_text(written, encoding="utf-8")
    elif text != written:
        raise SystemExit("docs/diff.md is out of date: run tests/docs/diff_kinds.py --update, and review the difference")
    print(f"{len(kinds)} kinds of change, each in the document and shown by a pair")


if __name__ == "__main__":
    main()
