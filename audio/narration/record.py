#!/usr/bin/env python3
"""Records every sentence that Stillpoint can say, and only those that have changed.

    stillpoint generate sentences FOLDER --replace
    record.py FOLDER/sentences.tsv

Each sentence is spoken whole, trimmed, brought to one loudness and kept as Ogg Vorbis in `recordings/VOICE`;
`manifest.csv` lists them. A sentence is recorded again if its words, its phonemes or anything below changes. Recordings
that nothing says any more are removed.

`said_as.csv` holds the sentences that are understood better when a voice says them at another speed, in the manner of a
longer or shorter one (see `speak.CALM_FROM`), or when they are spelled in another way.
"""

import argparse
import csv
import functools
import hashlib
import io
import re
import sys
from pathlib import Path

import numpy
import soundfile

import speak

HERE = Path(__file__).parent
MANIFEST = HERE / "manifest.csv"
RECORDINGS = HERE / "recordings"
COLUMNS = ["voice", "language", "file", "milliseconds", "sha256", "recipe", "text"]

VOICES = {"en": {"bf_emma": 1.0, "bm_fable": 1.0}, "es": {"ef_dora": 0.95}}
"""The voices that record a language, those that `src/voice/choice.rs` chooses from, and how fast each speaks, 1
being the speed at which the model has learnt to speak."""

FASTER = 1.15
"""How many times as fast a sentence may be said that would otherwise take longer than its time."""

LOUDNESS = -23.0
"""The level of the words in decibels below full scale, pauses left out."""

PEAK = -3.0
"""What no sample passes, in the same decibels."""

SILENCE = -45.0
"""What is quieter than this, against the loudest, is no part of the words."""

SLIP, SLIP_AFTER = 0.1, 0.18
"""What is no longer than the first, and comes later than the second after all words, in seconds."""

BEFORE, AFTER = 0.03, 0.09
"""What is kept before and after the words, in seconds."""

FADE = 0.02
"""How long the edges take, in seconds."""

QUALITY = 0.1
"""Of the encoder, from 0 to 1."""

RECIPE = 1
"""Counts changes of this tool that change what is heard."""


def decibels(level):
    return 20 * numpy.log10(max(level, 1e-9))


def levels(sound, width=0.01):
    """The level of every hundredth of a second."""
    frames = int(speak.RATE * width)
    whole = len(sound) // frames * frames
    return numpy.sqrt((sound[:whole].reshape(-1, frames) ** 2).mean(axis=1) + 1e-12)


def trimmed(sound):
    """The words, without the silence around them."""
    all_levels = levels(sound)
    loud = numpy.flatnonzero(all_levels > all_levels.max() * 10 ** (SILENCE / 20))
    # What is heard long after the last word, and only for a moment, is a slip of the model.
    while len(loud) > 1 and (gaps := numpy.flatnonzero(numpy.diff(loud) > SLIP_AFTER * 100)).size:
        last = gaps[-1] + 1
        if len(loud) - last > SLIP * 100:
            break
        loud = loud[:last]
    frames = int(speak.RATE * 0.01)
    first = max(0, loud[0] * frames - int(BEFORE * speak.RATE))
    last = min(len(sound), (loud[-1] + 1) * frames + int(AFTER * speak.RATE))
    words = sound[first:last].copy()
    edge = 0.5 - 0.5 * numpy.cos(numpy.linspace(0, numpy.pi, int(FADE * speak.RATE)))
    words[: len(edge)] *= edge
    words[-len(edge) :] *= edge[::-1]
    return words


def levelled(sound):
    """The same at one loudness."""
    all_levels = levels(sound)
    words = all_levels[all_levels > all_levels.max() * 10 ** (-30 / 20)]
    gain = LOUDNESS - decibels(float(numpy.sqrt((words**2).mean())))
    return sound * 10 ** (min(gain, PEAK - decibels(float(numpy.abs(sound).max()))) / 20)


def encoded(sound):
    """The sound as an Ogg file."""
    file = io.BytesIO()
    soundfile.write(file, sound, speak.RATE, format="OGG", subtype="VORBIS", compression_level=1 - QUALITY)
    return file.getvalue()


def recorded(model, style, phonemes, speed, limit, calm_from=speak.CALM_FROM):
    """A sentence as an Ogg file, and how long it lasts in seconds; said a little faster if it has to be."""
    sound = trimmed(model.say(phonemes, style, speed, calm_from))
    if len(sound) / speak.RATE > limit:
        faster = min(FASTER, len(sound) / speak.RATE / limit)
        sound = trimmed(model.say(phonemes, style, speed * faster, calm_from))
    return encoded(levelled(sound)), len(sound) / speak.RATE


@functools.cache
def phonemes(text, language):
    """A text as the model reads it; numbers that are joined by hyphens are said one after the other."""
    return speak.phonemes(re.sub(r"(?<=\d)[-–](?=\d)", ", ", text), language)


def read_rows(path):
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_manifest(rows):
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=lambda row: (row["voice"], row["text"])))
    MANIFEST.write_text(file.getvalue(), "utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sentences", type=Path, help="what `stillpoint generate sentences` wrote")
    parser.add_argument("--voice", action="append", help="record only this voice")
    options = parser.parse_args()
    wanted = [line.split("\t", 2) for line in options.sentences.read_text("utf-8").splitlines()]
    said_as = {(row["voice"], row["text"]): row for row in read_rows(HERE / "said_as.csv")}
    known = {(row["voice"], row["text"]): row for row in read_rows(MANIFEST)}
    model, rows, made = None, [], 0
    for language, voices in VOICES.items():
        for voice, usual in voices.items():
            style = speak.style(voice)
            for _, limit, text in (row for row in wanted if row[0] == language):
                special = said_as.get((voice, text), {})
                speed = float(special.get("speed") or usual)
                said = phonemes(special.get("said_as") or text, language)
                calm_from = int(special.get("calm_from") or speak.CALM_FROM)
                parts = f"{RECIPE}|{calm_from}|{speed}|{FASTER}|{LOUDNESS}|{QUALITY}|{limit}|{said}"
                recipe = hashlib.sha256(parts.encode()).hexdigest()[:16]
                row = known.get((voice, text))
                is_other = options.voice and voice not in options.voice
                if row and (is_other or (row["recipe"] == recipe and (RECORDINGS / row["file"]).exists())):
                    rows.append(row)
                    continue
                if is_other:
                    continue
                model = model or speak.Model()
                ogg, seconds = recorded(model, style, said, speed, int(limit) / 1000, calm_from)
                name = f"{voice}/{hashlib.sha256(text.encode()).hexdigest()[:12]}.ogg"
                (RECORDINGS / name).parent.mkdir(parents=True, exist_ok=True)
                (RECORDINGS / name).write_bytes(ogg)
                checksum = hashlib.sha256(ogg).hexdigest()
                values = [voice, language, name, round(seconds * 1000), checksum, recipe, text]
                rows.append(dict(zip(COLUMNS, values)))
                made += 1
                if made % 50 == 0:
                    # Whatever ends this, what was recorded is not recorded again.
                    rest = [row for key, row in known.items() if key not in {(r["voice"], r["text"]) for r in rows}]
                    write_manifest(rows + rest)
                    print(f"{made} recorded, now {voice}", file=sys.stderr, flush=True)
    kept = {row["file"] for row in rows}
    for file in RECORDINGS.rglob("*.ogg"):
        if file.relative_to(RECORDINGS).as_posix() not in kept:
            file.unlink()
    write_manifest(rows)
    seconds = sum(int(row["milliseconds"]) for row in rows) / 1000
    size = sum((RECORDINGS / file).stat().st_size for file in kept)
    print(f"{made} recorded; {len(rows)} recordings, {seconds / 60:.0f} minutes, {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
