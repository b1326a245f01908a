"""Read places inside an act of the EU: ``artikel 22.2 b``, ``Articles 6(1)(e) and 9(2)(h)``."""

from dataclasses import dataclass

from kb.citations.numbers import expanded, read_dash, read_separator
from kb.citations.tails import ORDINALS
from kb.citations.tokens import Kind, Tokens

ARTICLE_WORDS = frozenset(
    {"artikel", "artiklarna", "artiklar", "artikeln", "article", "articles", "art", "artt"}
)
RECITAL_WORDS = frozenset({"skäl", "skälen", "recital", "recitals"})
_LETTER_WORDS = frozenset({"led", "leden", "point", "points", "punkt", "punkterna"})
_PARAGRAPHS = frozenset({"stycket", "styckena", "stycke", "meningen", "strecksatsen", "ledet"})
_MAX_ARTICLES = 40
_MAX_DIGITS = 3


@dataclass(frozen=True)
class Articles:
    """Articles of an act that is still to be named."""

    start: int
    end: int
    fragments: tuple[str, ...]


def read_articles(tokens: Tokens, at: int) -> Articles | None:
    """Read the articles that the word at *at* announces; None when no number follows."""
    position = at + 2 if tokens.words[at + 1] == "." else at + 1
    fragments: list[str] = []
    end, ranged = at, False
    while len(fragments) < _MAX_ARTICLES:
        article = _read_article(tokens, position, fragments[-1] if fragments else "")
        if article is None:
            break
        if ranged:
            fragments += _between(fragments[-1], article[0][0])
        fragments += article[0]
        end = article[1]
        dash = read_dash(tokens, end)
        separator = read_separator(tokens, end)
        if dash is None and separator is None:
            break
        ranged = dash is not None
        position = dash if dash is not None else separator[0] if separator else end
        if tokens.words[position] in ARTICLE_WORDS:
            position += 1
    return Articles(at, end, tuple(dict.fromkeys(fragments))) if fragments else None


def read_recital(tokens: Tokens, at: int) -> tuple[str, int] | None:
    """Read ``skäl 71``; return it as it is kept beside the key, and where it ends."""
    if tokens.kinds[at + 1] is not Kind.NUMBER or not tokens.words[at + 1].isdecimal():
        return None
    end = at + 2
    while (step := read_dash(tokens, end) or (read_separator(tokens, end) or (0,))[0]) and (
        tokens.kinds[step] is Kind.NUMBER and end - at < _MAX_ARTICLES
    ):
        end = step + 1
    return tokens.text[tokens.starts[at] : tokens.ends[end - 1]], end


def _read_article(tokens: Tokens, at: int, before: str) -> tuple[list[str], int] | None:
    """Read one article with its paragraph and letters, or a letter of the article *before*."""
    word = tokens.words[at]
    if before and before.count(".") and _is_letter(tokens, at):
        return [f"{before.rpartition('.')[0]}.{word}"], at + 1
    if tokens.kinds[at] is not Kind.NUMBER:
        return None
    number, letter = _split(word)
    if len(number) > _MAX_DIGITS or tokens.words[at + 1] in ("§", "§§", "kap", "/"):
        return None
    position = at + 1
    if tokens.words[position] == "(" and not letter:
        return _in_brackets(tokens, number, position)
    levels = [f"A{number}{letter}"]
    if (
        tokens.words[position] == "."
        and tokens.kinds[position + 1] is Kind.NUMBER
        and tokens.joined(position + 1)
    ):
        inner, letter = _split(tokens.words[position + 1])
        if len(inner) > _MAX_DIGITS:
            return None
        levels.append(inner)
        position += 2
        if letter:
            return [".".join([*levels, letter])], position
    return _with_letters(tokens, ".".join(levels), position)


def _in_brackets(tokens: Tokens, number: str, at: int) -> tuple[list[str], int] | None:
    """Read the ``(2)(b)`` of ``22(2)(b)``; Roman numerals below that are read, and left out."""
    levels, position = [f"A{number}"], at
    while tokens.words[position] == "(" and tokens.words[position + 2] == ")" and len(levels) < 5:
        word = tokens.words[position + 1]
        if len(word) > _MAX_DIGITS or not word.isalnum() or not word.isascii():
            break
        levels.append(word)
        position += 3
    kept = levels[:1]
    for level in levels[1:]:
        if (level[0].isdigit() and len(kept) == 1) or (level.isalpha() and not kept[-1].isalpha()):
            kept.append(level)
    return [".".join(kept)], position


def _with_letters(tokens: Tokens, article: str, at: int) -> tuple[list[str], int]:
    """Read ``b``, ``första stycket a`` and ``leden c och e`` behind an article."""
    position = at
    if tokens.words[position] in ORDINALS and tokens.words[position + 1] in _PARAGRAPHS:
        position += 2
        at = position
    if tokens.words[position] in _LETTER_WORDS:
        position += 1
        if (
            tokens.kinds[position] is Kind.NUMBER
            and tokens.words[position].isdecimal()
            and "." not in article
        ):
            return [f"{article}.{tokens.words[position][:3]}"], position + 1
    if not _is_letter(tokens, position):
        return [article], at
    letters = [tokens.words[position]]
    end = position + 1
    if tokens.words[end] == ")":
        end += 1
    dash = read_dash(tokens, end)
    if dash is not None and _is_letter(tokens, dash):
        letters = [chr(code) for code in range(ord(letters[0]), ord(tokens.words[dash]) + 1)]
        end = dash + 1
    return [f"{article}.{letter}" for letter in letters] or [article], end


def _is_letter(tokens: Tokens, at: int) -> bool:
    """Whether token *at* is the letter of a point and no preposition."""
    word = tokens.words[at]
    if len(word) != 1 or not "a" <= word <= "z" or tokens.raw(at) != word:
        return False
    if word == "i":
        return tokens.words[at + 1] in ("i", "of", ")")
    return tokens.words[at + 1] != "." or not tokens.joined(at + 2)


def _between(first: str, last: str) -> list[str]:
    """List the articles between two of a range; none when they are not whole articles."""
    low, high = first[1:], last[1:]
    if not (low.isdecimal() and high.isdecimal()):
        return []
    return [f"A{number}" for number in expanded(low, high)[1:-1]]


def _split(word: str) -> tuple[str, str]:
    """Split ``22a`` into 22 and a."""
    digits = word.rstrip("abcdefghijklmnopqrstuvwxyz")
    return digits.lstrip("0") or digits, word[len(digits) :]
