"""Which spaces hold their words together, so that no line ends there: after initials, before units, before numbers.

The rules are those that style guides share (The Chicago Manual of Style 17 §6.121, the Lexique des règles
typographiques de l’Imprimerie nationale). A space that holds too much does no harm, one that holds too little parts p.
and 72.
"""

from __future__ import annotations

UNITS = frozenset(
    "km m cm mm µm nm ft kg g mg lb oz km² m² cm² m³ cm³ l L ml mL cl dl h min s ms °C °F K Pa hPa kcal kJ Hz kHz MHz "
    "kW kWh MW V W % ‰ € $ £ ¥ ₽ zł Kč pt px dpi km/h m/s mph kB MB GB TB".split()
)
BARE = frozenset("§ № n° nº nr số ص ج ع פרק כרך עמ׳ מס׳".split())  # names that stand before numbers without a stop
BEFORE_NUMBERS = {
    "en": "ch chs chap p pp vol vols no nos fig figs l ll sc pt art ed §",
    "de": "s kap nr bd abb z jh jg aufl art teil anm §",
    "fr": "p pp chap ch vol t n° nº no fig art éd §",
    "es": "p pp pág págs cap caps vol vols t núm núms n.º nº fig art ed §",
    "it": "p pp cap capp vol voll n nn fig art ed §",
    "pt": "p pp pág cap vol n.º nº fig art ed §",
    "nl": "p pp blz hfst hst nr dl fig art §",
    "pl": "s str rozdz t nr rys art wyd r §",
    "cs": "s str kap č sv obr roč §",
    "sk": "s str kap č zv obr roč §",
    "sv": "s kap nr bd fig §",
    "da": "s kap nr bd fig §",
    "tr": "s böl c no şek §",
    "el": "σ σσ σελ κεφ τ αρ εικ §",
    "vi": "tr ch t số",
    "ru": "с стр гл т № рис §",
    "uk": "с стор розд гл т № рис §",
    "ar": "ص ج ع",
    "he": "עמ׳ פרק מס׳ כרך",
}
BEFORE_NAMES = {
    "en": "mr mrs ms dr prof st rev",
    "de": "hr fr dr prof st",
    "fr": "m mm mme mlle dr pr mgr st ste",
    "es": "sr sra srta d dña dr dra st sta",
    "it": "sig dott prof ing s",
    "nl": "dhr mevr dr prof",
    "pl": "dr prof św ks p",
}
# Short words that must not end a line, as editors of these languages ask.
LEANING = {
    "pl": frozenset("aiouwzAIOUWZ"),
    "cs": frozenset("kosuvzaiKOSUVZAI"),
    "sk": frozenset("kosuvzaiKOSUVZAI"),
}
OPENING = "([\"'“‘«„‚»›¿¡"
MEASURES = UNITS | frozenset("F FF DM EUR CHF USD GBP".split())
HOURS = frozenset(("h", "min"))  # which stand between numbers, as in 7 h 30
GROUP = 3  # digits
CLOSING = ".,;:!?)]\"'”’»“‘«›…"


def holding(language: str) -> Holding:
    """Which spaces hold in the text of a language."""
    tongue = language.partition("-")[0].lower()
    return Holding(
        frozenset(BEFORE_NUMBERS.get(tongue, "§ №").split()),
        frozenset(BEFORE_NAMES.get(tongue, "").split()),
        LEANING.get(tongue, frozenset()),
    )


class Holding:
    """Tells of a space whether it holds; see ``holding``."""

    def __init__(self, before_numbers: frozenset[str], before_names: frozenset[str], leaning: frozenset[str]) -> None:
        self.before_numbers, self.before_names, self.leaning = before_numbers, before_names, leaning
        self.short = before_names | leaning | BARE

    def anywhere(self, text: str) -> bool:
        """Whether any space of a text may hold; told at once of most texts."""
        words = text.split(" ")
        return any(
            word and (word[-1] in ".°º" or word[-1].isdigit() or word.lower().lstrip(OPENING) in self.short)
            for word in words[:-1]
        )

    def at(self, text: str, index: int) -> bool:
        """Whether the space at an index of a text holds the words around it together."""
        before = text[text.rfind(" ", 0, index) + 1 : index].lstrip(OPENING)
        end = text.find(" ", index + 1)
        after = text[index + 1 : end if end >= 0 else len(text)]
        if not before or not after or "://" in before:
            return False
        return (
            self._of_names(before, after)
            or self._of_numbers(before, after)
            or before in self.leaning
            or (before in HOURS and after[0].isdigit() and text[: index - len(before)].rstrip()[-1:].isdigit())
        )

    def _of_names(self, before: str, after: str) -> bool:
        """After initials (J. R. R. Tolkien) and titles (Dr. No), within abbreviations of several letters (z. B.)."""
        if before.lower().removesuffix(".") in self.before_names and before[0].isupper():
            return after[0].isupper()
        if not _is_letter_with_stop(before.rpartition("-")[2]):
            return False
        name = after[0].isalpha() and not after[0].islower()
        return name if before[0].isupper() else _is_letter_with_stop(after.rstrip(",;:)"))

    def _of_numbers(self, before: str, after: str) -> bool:
        """Between a number and its unit (5 km), an abbreviation and its number (p. 72), the thousands of a number."""
        if before[-1].isdigit() and before[0].isdigit():
            return after.rstrip(CLOSING) in MEASURES or after in MEASURES or grouped(before, after)
        name = before.lower()
        named = name in BARE or (name.endswith(".") and name[:-1] in self.before_numbers)
        return after[0].isdigit() and (named or (name in self.before_numbers and not name[-1].isalpha()))


def grouped(before: str, after: str) -> bool:
    """Whether two words are parts of one number, as in 1 000 000 or in 24 500,50."""
    digits = after.rstrip(CLOSING)
    return (
        before.isdecimal()
        and len(before) <= GROUP
        and digits[:GROUP].isdecimal()
        and (len(digits) == GROUP or (len(digits) > GROUP and digits[GROUP] in ",.%"))
    )


def _is_letter_with_stop(word: str) -> bool:
    return len(word) == 2 and word[0].isalpha() and word[1] == "."
