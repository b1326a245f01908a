"""Abbreviations that Swedish lawyers use for acts, for the tests and the measure."""

ABBREVIATIONS = {
    name: f"sfs/{number}"
    for number, names in {
        "1974:152": "RF", "1949:105": "TF", "1991:1469": "YGL", "2014:801": "RO",
        "2009:400": "OSL", "2009:641": "OSF", "2017:900": "FL", "2017:725": "KL",
        "2008:355": "PDL", "2022:913": "SVOD", "2017:30": "HSL", "2010:659": "PSL",
        "2025:400": "SoL", "2001:454": "SoLPuL", "1993:387": "LSS", "2010:800": "SkolL",
        "2010:900": "PBL", "2010:110": "SFB", "1990:782": "ArkL", "2016:1145": "LOU",
        "1942:740": "RB", "1962:700": "BrB", "1998:808": "MB", "1949:381": "FB",
        "1958:637": "ÄB", "1970:994": "JB", "1981:774": "UB", "1999:1229": "IL",
        "2011:1244": "SFL", "2005:551": "ABL", "1995:1554": "ÅRL", "1990:52": "LVU",
        "1988:870": "LVM", "1991:1128": "LPT", "1991:1129": "LRV", "1982:80": "LAS",
        "1976:580": "MBL", "1971:291": "FPL", "1987:230": "ÄktB", "1915:218": "AvtL",
        "1972:207": "SkL", "1987:672": "KonkL", "1960:729": "URL", "2003:389": "LEK",
        "2018:585": "SäkL", "1996:242": "LDM", "2005:716": "UtlL", "1990:931": "KöpL",
    }.items()
    for name in names.split()
}  # fmt: skip
ABBREVIATIONS["GDPR"] = "celex/32016R0679"
ABBREVIATIONS["dataskyddsförordningen"] = "celex/32016R0679"
ABBREVIATIONS |= {
    "rättegångsbalken": "sfs/1942:740", "miljöbalken": "sfs/1998:808",
    "utsökningsbalken": "sfs/1981:774", "kommunalskattelagen": "sfs/1928:370",
    "föräldrabalken": "sfs/1949:381", "jordabalken": "sfs/1970:994",
    "skatteförfarandelagen": "sfs/2011:1244", "ärvdabalken": "sfs/1958:637",
}  # fmt: skip
