"""Tell sections of statutes from those of agreements, minutes and books."""

from kb.citations.tokens import Kind, Tokens

#: What is divided into sections or articles and is no act.
_THINGS = (
    "avtal", "avtalet", "avtalets", "avtalen", "protokoll", "protokollet", "rapporten", "rapport",
    "stadgarna", "kontraktet", "kontrakt", "överenskommelsen", "överenskommelse", "köpebrevet",
    "villkoren", "bilagan", "promemorian", "boken", "beslutet", "reglerna", "planen", "policyn",
    "riktlinjerna", "betänkandet", "utredningen", "propositionen", "handboken", "bolagsordningen",
    "arbetsordningen", "delegationsordningen", "föreningsstadgarna", "testamentet", "dokumentet",
    "skrivelsen", "yttrandet", "remissvaret", "tidningen", "tidskriften", "romanen", "serien",
    "artikeln", "avhandlingen", "uppsatsen", "läroboken", "manualen", "guiden", "strategin",
    "budgeten", "årsredovisningen", "hyreskontraktet", "agreement", "contract", "minutes",
    "report", "book", "handbook", "annex", "protocol", "lease", "appendix", "bilaga", "balansen",
    "delegationsordning", "arbetsordning", "reglementet", "manual", "guidelines", "policy",
)  # fmt: skip
#: Treaties: no act of the statute book, but law all the same.
_TREATIES = (
    "konventionen", "konvention", "fördraget", "fördrag", "stadgan", "convention", "treaty",
    "charter", "europakonventionen", "barnkonventionen", "feuf", "feu", "eumr",
)  # fmt: skip
_MAX_WORDS = 4
_DEFINITE = ("et", "en", "ets", "ens", "na", "et:s")
_ENGLISH = frozenset({"of", "in", "from", "the"})
_LINKS = frozenset({"i", "av", "ur", "till", "of", "in", "the", "from"})
_POINTING = frozenset({"det", "detta", "nämnda", "samma", "a", "an", "the", "our", "vårt", "ert"})


def belongs_elsewhere(tokens: Tokens, at: int, *, treaties: bool = True) -> bool:
    """Whether what follows a place says that it is in no act: "i avtalet", "of the agreement".

    A treaty's sections are taken for none of an act's; its articles are references all the same.
    """
    if tokens.words[at] not in _LINKS:
        return False
    for step in range(1, _MAX_WORDS + 1):
        word = tokens.words[at + step]
        if tokens.kinds[at + step] is not Kind.WORD:
            return False
        if word.endswith(_THINGS) and (
            word.endswith(_DEFINITE)
            or tokens.words[at + step - 1] in _POINTING
            or tokens.words[at + step - 1].endswith("s")
            or tokens.words[at] in _ENGLISH
        ):
            return True
        if treaties and word.endswith(_TREATIES):
            return True
        if word in ("som", "ska", "skall", "får", "är", "inte", "om", "is", "shall"):
            return False
        if tokens.kinds[at + step + 1] is Kind.END:
            return False
    return False
