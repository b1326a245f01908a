"""Split Swedish compounds by a list of the field's own words, so sekretess finds sekretesslagen.

The list is short on purpose: what it lacks is found by whole word and stem as before, and a part
never outranks a whole word.
"""

from collections.abc import Callable
from functools import lru_cache

_MIN_WORD = 7
_MAX_WORD = 50
#: A known beginning or end of this length counts even when the rest is not in the list.
_MIN_LONE_PART = 5
_MIN_REST = 3
_MAX_PARTS = 5

_LIST = """
adress akt algoritm anmälan anställning ansvar ansökan arbete arbetsgivare arkiv arv avgift avtal
balk bank barn bearbetning begränsning behandling beredning beslut bestämmelse betalning
betänkande bevarande bidrag bild bistånd biståndsbeslut biträde bolag bostad brist brott byggnad
data databas dataskydd delegation delning demokrati diarium digital direktiv direktåtkomst
dokument dokumentation dom domstol drift egen ekonomi elektronisk elev enhet enskild familj farlig
fastighet finans folk form forskning fritid fråga fullmakt funktion förbud förbund förebyggande
förening förfarande författning förfrågan förordning förskola förslag försäkring försörjning
förvaltning förvaring gallring gemensam general granskning grund grundlag gräns gymnasium handling
handläggare handläggning hantering hem hinder hjälp hälsa identifiering identitet individ
information infrastruktur inhämtande initiativ innehåll inspektion integritet intresse intyg
journal journalföring juridik justitie kanal kapital karta klausul kommun kommunikation kompetens
konkurrens konto kontor kontrakt kontroll kostnad krav kredit kris kultur kvalitet kyrka lag
lagring lagrådsremiss lagstiftning land landsting ledning legitimation leverantör licens liv lokal
läkare läkemedel lärare lön lösning mark marknad medborgare meddelande medel medicin medlem mening
menprövning miljö minderårig minister ministerium moln molntjänst mottagare myndighet människa mål
namn nation nämnd näring nät nätverk offentlig offentlighet ombud område omsorg ordning organ
organisation ort part parti patient pension person personal personuppgift plan planering plats
plikt polis politik post praxis princip privat process profil program projekt proposition
protokoll prövning psykiatri rapport redovisning reform regel regering region register
registerförfattning registrering reglering rehabilitering remiss resurs revision riksdag risk rum
rätt rättighet rättssäkerhet råd samarbete samhälle samordning samtycke samverkan sekretess
service signatur sjuk sjukdom sjukhus sjukvård skada skatt skola skolväsende skydd skyldighet
slutenvård social socialbidrag socialnämnd socialtjänst språk spärr stat statistik stiftelse
straff strategi struktur studie stycke styrelse styrning stöd system säkerhet sökande teknik
telefon tid tillgänglighet tillgång tillstånd tillsyn tillägg tjänst tjänsteman tryckfrihet tvång
tystnad tystnadsplikt undantag underlag underrättelse underskrift undersökning undervisning ungdom
uppdrag uppföljning uppgift uppgiftslämnande uppgiftsskyldighet upphandling utbetalning utbildning
utbyte utkontraktering utlämnande utlämning utredning utskott utskrivning utveckling val vapen
vatten verk verksamhet verktyg vuxen väg välfärd värde väsende vård vårdnad yrke yttrande ägare
äldre äldreomsorg ändamål ärende åklagare ålder åtgärd åtkomst överföring överklagande översyn
"""
WORDS = frozenset(_LIST.split())
#: Beginnings that no word of the list has: the vowel before the joint has changed.
_JOINTS = {
    "hälso": "hälsa", "skol": "skola", "skole": "skola", "förskol": "förskola", "fråge": "fråga",
    "kyrko": "kyrka", "arbets": "arbete", "läkar": "läkare", "lärar": "lärare",
    "handläggar": "handläggare", "gymnasie": "gymnasium", "medborgar": "medborgare",
    "tjänste": "tjänst", "skatte": "skatt", "mottagar": "mottagare", "ägar": "ägare",
    "familje": "familj",
}  # fmt: skip


def compound_parts(word: str, stem: Callable[[str], str]) -> tuple[str, ...]:
    """List the words that *word* is put together of, in their basic form; empty for a simple one.

    *stem* is the stemmer, which lets the last part stand in any form: sekretesslagen.
    """
    if not _MIN_WORD <= len(word) <= _MAX_WORD:
        return ()
    whole = _whole_split(word, stem, _MAX_PARTS)
    if whole or word in WORDS:
        return whole
    return _lone_part(word, stem)


@lru_cache(maxsize=1)
def _heads(stem: Callable[[str], str]) -> dict[str, str]:
    """Lead from the stem of each listed word to the word."""
    return {stem(word): word for word in sorted(WORDS)}


@lru_cache(maxsize=1)
def _beginnings() -> dict[str, str]:
    """Lead from each form that can stand before a joint to its word."""
    forms = {word: word for word in WORDS}
    forms |= {f"{word}s": word for word in WORDS}
    return forms | _JOINTS


def _whole_split(word: str, stem: Callable[[str], str], parts_left: int) -> tuple[str, ...]:
    """Split all of *word* into listed words, longest beginning first; empty when that fails."""
    if parts_left < 2:
        return ()
    beginnings = _beginnings()
    for cut in range(len(word) - _MIN_REST, _MIN_REST - 1, -1):
        first = beginnings.get(word[:cut])
        if first is None:
            continue
        rest = word[cut:]
        head = _heads(stem).get(stem(rest))
        if head is not None:
            return (first, head)
        more = _whole_split(rest, stem, parts_left - 1)
        if more:
            return (first, *more)
    return ()


def _lone_part(word: str, stem: Callable[[str], str]) -> tuple[str, ...]:
    """Find the longest known beginning or end of a compound whose other part is not listed."""
    beginnings = _beginnings()
    heads = _heads(stem)
    for cut in range(len(word) - _MIN_REST, _MIN_LONE_PART - 1, -1):
        first = beginnings.get(word[:cut])
        if first is not None and len(first) >= _MIN_LONE_PART:
            return (first,)
    for cut in range(_MIN_REST, len(word) - _MIN_LONE_PART + 1):
        head = heads.get(stem(word[cut:]))
        if head is not None and len(head) >= _MIN_LONE_PART:
            return (head,)
    return ()
