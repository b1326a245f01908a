"""The names that the tests of citations know, with two acts that have changed owner."""

from kb.citations.names import ActName, ActNames
from tests.citations.abbreviations import ABBREVIATIONS

_NAMED = {
    "1974:152": "regeringsformen",
    "1949:105": "tryckfrihetsförordningen",
    "2009:400": "offentlighets- och sekretesslagen",
    "2008:355": "patientdatalagen",
    "2010:900": "plan- och bygglagen",
    "2010:800": "skollagen",
    "1962:700": "brottsbalken",
    "2016:1145": "lagen om offentlig upphandling",
}
_ENGLISH = {
    "2017:725": "Local Government Act",
    "2009:400": "Public Access to Information and Secrecy Act",
    "2017:900": "Administrative Procedure Act",
}
_WITH_DAYS = [
    ActName("SoL", "sfs/2025:400", "2025-07-01"),
    ActName("SoL", "sfs/2001:453", "2002-01-01", "2025-06-30"),
    ActName("socialtjänstlagen", "sfs/2025:400", "2025-07-01"),
    ActName("socialtjänstlagen", "sfs/2001:453", "2002-01-01", "2025-06-30"),
    ActName("socialtjänstlagen", "sfs/1980:620", "1982", "2001"),
    ActName("kommunallagen", "sfs/2017:725", "2018"),
    ActName("kommunallagen", "sfs/1991:900", "1992", "2017"),
    ActName("förvaltningslagen", "sfs/2017:900", "2018-07"),
    ActName("förvaltningslagen", "sfs/1986:223", "1987", "2018-06"),
]
_SVOD = "om sammanhållen vård- och omsorgsdokumentation"

#: Built once: the names never change.
NAMES = ActNames(
    [
        *(ActName(name, key) for name, key in ABBREVIATIONS.items() if name != "SoL"),
        *(ActName(name, f"sfs/{number}") for number, name in _NAMED.items()),
        *(ActName(name, f"sfs/{number}") for number, name in _ENGLISH.items()),
        *(ActName(f"{head} {_SVOD}", "sfs/2022:913") for head in ("lagen", "lag")),
        *_WITH_DAYS,
    ]
)
