#!/usr/bin/env python3
"""Makes the club's data, the same for the same seed: members, clubs and reservations with the dirt of real life.

Writes members.jsonl, clubs.json and reservations.jsonl below --out, in the shape that the club's OpenAPI document gives,
and prints what a sync must find in them. Nothing here is a real person.
"""
import argparse
import json
import pathlib
import random

FIRST = ["Olivia", "liam", "Zoë", "François", "Noémie", "William", "Søren", "María", "Anna Lena", "Jean-Luc", "Émile", "Mia",
         "oliver", "d'Arcy", "Chloé", "Ines", "TOMASZ", "Yuki", "Björn", "Aïcha"]
LAST = ["Tremblay", "gagnon", "O'Brien", "van der Berg", "Müller", "Nguyen", "de la Cruz", "Smith", "Côté", "Larsen", "Patel",
        "Østergaard", "McDonald", "St. John", "Kowalski", "SINGH", "Lévesque", "Fortin", "Wang", "Dupont-Roy"]
REGIONS = {"ON": ("Toronto", "416"), "QC": ("Montréal", "514"), "BC": ("Vancouver", "604"), "AB": ("Calgary", "403"),
           "NS": ("Halifax", "902"), "NY": ("New York", "212"), "MA": ("Boston", "617"), "CA": ("San José", "408")}
TIERS = ["BRZ", "SLV", "GLD", "PLT", "CORP"]
STATUSES = ["active"] * 6 + ["trial", "cancelled", "prospect"]
TAGS = ["tennis", "pool", "golf", "family", "early bird", "été", "wine club", "vip", "corporate"]
ITEMS = [("CRT-1", "Court hire", 3500, "court"), ("TWL", "Towels", 400, "extra"), ("FEE", "Booking fee", 250, "fee"),
         ("CCH", "Coach, one hour", 8000, "coach"), ("DIN", "Dinner", 4250, "extra")]


def untidy(rng, text):
    """White space around one value in twelve."""
    return rng.choice([" ", "  ", "\t"]) + text + rng.choice(["", " "]) if rng.random() < 0.08 else text


def phone(rng, area):
    exchange, line = rng.randint(200, 989), rng.randint(0, 9999)
    while exchange % 100 == 11:
        exchange = rng.randint(200, 989)
    shape = rng.choice(["({a}) {e}-{l:04d}", "{a}-{e}-{l:04d}", "{a}.{e}.{l:04d}", "+1 {a} {e} {l:04d}", "1-{a}-{e}-{l:04d}",
                        "{a}{e}{l:04d}"])
    return shape.format(a=area, e=exchange, l=line)


def day(rng, first, last):
    return f"{rng.randint(first, last):04d}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"


def instant(rng, first, last):
    zone = rng.choice(["Z", "-05:00", "-04:00"])
    return f"{day(rng, first, last)}T{rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}:{rng.randint(0, 59):02d}{zone}"


def make_club(rng, number):
    region = rng.choice(list(REGIONS))
    return {"club_id": f"C-{number:03d}", "name": untidy(rng, f"{REGIONS[region][0]} Club {number}"),
            "website": rng.choice([f"https://www.club{number}.example.com/home", f"club{number}.example.com", None]),
            "region": region, "area_sqft": rng.randint(4000, 90000),
            "coordinates": f"{rng.uniform(30, 55):.5f}, {-rng.uniform(60, 125):.5f}" if rng.random() > 0.05 else "unknown"}


def make_member(rng, number, clubs):
    region = rng.choice(list(REGIONS))
    city, area = REGIONS[region]
    first, last = rng.choice(FIRST), rng.choice(LAST)
    mail = f"{number}.{''.join(c for c in (first + '.' + last).lower() if c.isascii() and (c.isalnum() or c == '.'))}@example.org"
    member = {
        "id": f"M-{number:06d}",
        "email": untidy(rng, mail.upper() if rng.random() < 0.1 else mail),
        "first_name": untidy(rng, first), "last_name": untidy(rng, last),
        "phone": rng.choice(["n/a", "12", ""]) if rng.random() < 0.03 else phone(rng, area),
        "birth_date": f"{rng.randint(1, 12):02d}/{rng.randint(1, 28):02d}/{rng.randint(1940, 2006)}",
        "address": {"street": f"{rng.randint(1, 9999)} Rue Principale", "city": city, "postal": "H2X 1Y4", "region": region},
        "tier": rng.choice(TIERS), "status": rng.choice(STATUSES), "joined": instant(rng, 2005, 2025),
        "balance_cents": rng.randint(-5000, 250000), "currency": rng.choice(["CAD", "CAD", "CAD", "USD", "EUR", "GBP"]),
        "tags": [untidy(rng, t) for t in rng.sample(TAGS, rng.randint(0, 4))],
        "marketing_consent": {"kind": rng.choice(["express", "implied", "none"]), "expires_on": day(rng, 2026, 2028)},
        "nickname": rng.choice([None, first[:3]]),
        "club_id": rng.choice(clubs)["club_id"], "legacy_flags": rng.randint(0, 255), "internal_score": rng.randint(0, 1000),
        "ssn": "000-00-0000", "medical_notes": "private", "updated_at": instant(rng, 2026, 2026),
    }
    if rng.random() < 0.02:
        member["birth_date"] = "31/12/1980"           # month 31: rejected, not guessed
    if rng.random() < 0.02:
        member["phone"] = None
    if rng.random() < 0.02:
        del member["nickname"]
    return member


def make_reservation(rng, number, members, clubs):
    club = rng.choice(clubs)
    items = []
    for sku, title, cents, kind in rng.sample(ITEMS, rng.randint(1, 3)):
        items.append({"sku": sku, "title": title, "quantity": rng.randint(1, 3), "unit_cents": cents, "kind": kind})
    return {"reservation_id": f"R-{number:06d}", "booker_id": rng.choice(members)["id"],
            "guest_ids": [m["id"] for m in rng.sample(members, min(len(members), rng.randint(0, 2)))],
            "club_id": club["club_id"], "club_name": club["name"].strip(), "starts_at": instant(rng, 2025, 2026),
            "total_cents": sum(i["quantity"] * i["unit_cents"] for i in items) if rng.random() > 0.03 else 0,
            "payment": {"state": rng.choice(["paid"] * 6 + ["refunded", "pending", "failed"])}, "items": items,
            "modified": instant(rng, 2026, 2026)}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seed", type=int, default=7)
    arguments.add_argument("--members", type=int, default=2000)
    arguments.add_argument("--clubs", type=int, default=25)
    arguments.add_argument("--reservations", type=int, help="default: half the members")
    arguments.add_argument("--out", type=pathlib.Path, required=True)
    chosen = arguments.parse_args()

    rng = random.Random(chosen.seed)
    clubs = [make_club(rng, n) for n in range(1, chosen.clubs + 1)]
    members = [make_member(rng, n, clubs) for n in range(1, chosen.members + 1)]
    count = chosen.members // 2 if chosen.reservations is None else chosen.reservations
    reservations = [make_reservation(rng, n, members, clubs) for n in range(1, count + 1)]

    chosen.out.mkdir(parents=True, exist_ok=True)
    (chosen.out / "clubs.json").write_text(json.dumps(clubs, ensure_ascii=False, indent=1) + "\n")
    for name, records in (("members", members), ("reservations", reservations)):
        with open(chosen.out / f"{name}.jsonl", "w") as file:
            file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    print(f"{len(clubs)} clubs, {len(members)} members, {len(reservations)} reservations in {chosen.out}")


if __name__ == "__main__":
    main()
