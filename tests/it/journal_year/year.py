#!/usr/bin/env python3
"""A year in three zones and over both changes of the clock, and what its days were: a plain computation that shares nothing
with the program. Writes journal.json, which is imported, and expected.json, which the test compares with.

Every entry is put on a date and a time of the clock on the wall where the person is; its days are counted from these
dates, before anything is turned into an instant.
"""
import json
import random
from collections import defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

BERLIN, ANGELES, TOKYO = map(ZoneInfo, ["Europe/Berlin", "America/Los_Angeles", "Asia/Tokyo"])
# Where the person is from which day on: in Los Angeles and in Berlin when their clocks go forward, and when they go back.
STAYS = [(date(2026, 1, 1), BERLIN), (date(2026, 2, 20), ANGELES), (date(2026, 3, 20), BERLIN),
         (date(2026, 6, 5), TOKYO), (date(2026, 7, 20), BERLIN), (date(2026, 10, 29), ANGELES), (date(2026, 11, 30), TOKYO)]
CHANGES = {date(2026, 3, 8), date(2026, 3, 29), date(2026, 10, 25), date(2026, 11, 1)}
# Where days are told apart, and where the clocks change.
TIMES = ["00:00", "00:10", "01:59", "02:30", "03:00", "09:00", "14:45", "22:00", "23:50", "23:59"]

random.seed(2026)


def zone_on(day):
    return [zone for start, zone in STAYS if start <= day][-1]


def at(day, time):
    """An instant on the wall's clock; one that comes twice is the first or the second of them, one that never comes is none."""
    hour, minute = map(int, time.split(":"))
    there = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone_on(day), fold=random.randint(0, 1))
    back = there.astimezone(ZoneInfo("UTC")).astimezone(there.tzinfo)
    return there if back.replace(tzinfo=None) == there.replace(tzinfo=None) else None


sessions, attacks = [], []
days = defaultdict(lambda: {"sessions": 0, "attack": False, "medicine": 0, "worst": None, "triptan": False, "pain": False})


def worse(day, pain):
    days[day]["worst"] = max(days[day]["worst"] or 0, pain)


day = date(2026, 1, 1)
attack_until = date(2025, 12, 31)
while day <= date(2026, 12, 20):
    often = 1.0 if day in CHANGES else 0.4
    if random.random() < often:
        start = at(day, random.choice(TIMES))
        if start:
            minutes = random.choice([3, 10, 25])
            end = (start.astimezone(ZoneInfo("UTC")) + timedelta(minutes=minutes)).astimezone(zone_on(day))
            phase = random.choice(["Between", "Attack", "Postdrome"])
            before, after = random.choice([(None, None), (6, 4), (0, 0), (3, 0)])
            sessions.append({
                "id": f"s{len(sessions)}", "routine": "cold-forehead", "title": "Cold", "kind": "Cold", "phase": phase,
                "started": start.isoformat(), "ended": end.isoformat(), "outcome": "Completed", "pain_before": before,
                "pain_after": after, "feeling": None, "note": "", "planned": f"{minutes}m", "done": f"{minutes}m",
                "steps": [], "changes": []})
            days[day]["sessions"] += 1
            days[day]["attack"] |= phase == "Attack"
            if before is not None:
                worse(day, max(before, after))
                if before > 0:
                    days[day]["pain"] = True
                if after > 0:
                    days[end.date()]["pain"] = True
    if day > attack_until and random.random() < (0.6 if day + timedelta(days=1) in CHANGES else 0.12):
        last = day + timedelta(days=random.choice([0, 1, 1, 2]))
        start, end = at(day, random.choice(TIMES[3:])), at(last, random.choice(TIMES[5:]))
        if start and end and end.astimezone(ZoneInfo("UTC")) > start.astimezone(ZoneInfo("UTC")):
            taken = random.choice([day, last])
            dose = at(taken, random.choice(["22:30", "23:55"]))
            medicine = random.choice([None, "Triptan", "Simple", "Preventive"])
            peak = random.randint(3, 9)
            attacks.append({
                "id": f"a{len(attacks)}", "started": start.isoformat(), "ended": end.isoformat(), "peak": peak,
                "medicine": [{"what": "X", "taken": dose.isoformat(), "class": medicine}] if medicine else []})
            worse(day, peak)
            while True:
                days[day]["attack"] = True
                if day >= last:
                    break
                day += timedelta(days=1)
            if medicine and medicine != "Preventive":
                days[taken]["medicine"] += 1
                days[taken]["triptan"] |= medicine == "Triptan"
            attack_until = last
            day = last
    day += timedelta(days=1)

months = defaultdict(lambda: {"sessions": 0, "attacks": 0, "migraine_days": 0, "headache_days": 0, "medicine_days": 0})
for day, of in days.items():
    month = months[day.strftime("%Y-%m")]
    is_migraine = of["attack"] or of["triptan"]
    month["sessions"] += of["sessions"]
    month["migraine_days"] += is_migraine
    month["headache_days"] += is_migraine or of["pain"]
    month["medicine_days"] += of["medicine"] > 0
for attack in attacks:
    months[attack["started"][:7]]["attacks"] += 1

here = Path(__file__).parent
journal = {"stillpoint_journal": 1, "sessions": sessions, "attacks": attacks, "assessments": []}
(here / "journal.json").write_text(json.dumps(journal, indent=0) + "\n")
listed = {str(day): [of["sessions"], of["attack"], of["medicine"], of["worst"]] for day, of in sorted(days.items())
          if of["sessions"] or of["attack"] or of["medicine"]}
(here / "expected.json").write_text(json.dumps({"days": listed, "months": months}, indent=0, sort_keys=True) + "\n")
print(len(sessions), "sessions,", len(attacks), "attacks,", len(listed), "days")
