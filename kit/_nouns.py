"""Nouns of places: what "the town" can stand for, and what stands where it is."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

# What a definite noun can stand for, by the kinds of place that fit.
FITTING = {
    "airbase": "site airport",
    "airfield": "airport site",
    "airport": "airport",
    "base": "site airport",
    "border": "border",
    "city": "city",
    "cosmodrome": "site",
    "country": "country",
    "county": "admin2",
    "district": "admin2 city",
    "enclave": "city admin1 region",
    "exclave": "city admin1 region",
    "frontier": "border",
    "harbor": "port city",
    "harbour": "port city",
    "atoll": "island",
    "bastion": "city",
    "island": "island region admin1 admin2 city",
    "islands": "island region admin1 country",
    "islet": "island city",
    "lake": "water",
    "metropolis": "city",
    "mountain": "mountain",
    "municipality": "city",
    "peak": "mountain",
    "plant": "site",
    "port": "port city",
    "province": "admin1 region",
    "region": "region admin1",
    "river": "water",
    "rock": "island",
    "sea": "water",
    "settlement": "city",
    "state": "admin1",
    "stronghold": "city",
    "there": "city site airport port admin2",
    "town": "city",
    "village": "city",
    "volcano": "mountain",
}
# What a town's name stands for where it is not in the gazetteer: "Yongbyon … The complex".
SITES = dict.fromkeys(
    "barracks base camp checkpoint complex compound cosmodrome crossing dam facility field mine "
    "plant post reactor refinery reserve site spaceport stadium station terminal works".split(),
    "site airport",
)
# Nouns that make a country's name the name of its land or its rim.
LAND = frozenset(
    "border boundary coast coastline frontier land line mainland shore shoreline side soil "
    "territory water waters".split()
)
# Nouns of what is too long to lie somewhere: of "a town on the coast, 40 km from Sfax" a town does.
LONG = frozenset(
    "bank bay beach border boundary canal coast coastline estuary fjord front frontier frontline "
    "gulf lake line ocean outskirt reservoir river sea seaboard shore shoreline slope strait "
    "stream".split()
)
# Those that tell where something is even without a noun before: "it sank off the coast, 9 km from".
SHORES = frozenset("bank banks border coast coastline frontier shore shores".split())
# Nouns of what stands where it is.
STANDING = frozenset(
    "abbey airstrip area barracks basilica beach bridge camp castle cathedral cemetery "
    "center centre checkpoint church clinic "
    "capital college compound crossing dam depot downtown edge factory farm fort gate "
    "hamlet hospital hotel house hub limit lodge mill mine monastery mosque museum "
    "neighborhood neighbourhood outpost outskirt outskirts palace park pier post prison "
    "quarry quay reactor reactors refinery reserve reservoir resort ruin ruins runway school "
    "seafront shrine site smelter stadium station suburb temple terminal university valley "
    "warehouse waterfront wreck".split()
)
# What towns and sites are called behind a comma: "Osh, a market town 300 km from Bishkek".
TOWNS = frozenset(
    "airport archipelago atoll base bastion birthplace camp capital center centre checkpoint "
    "citadel city commune community crossing crossroads dependency enclave exclave fortress "
    "garrison gateway hamlet harbor harbour hub island islet junction metropolis oasis outpost "
    "peak port post railhead reef "
    "refinery resort seaport settlement shoal "
    "spaceport speck spot stop stronghold suburb town township village volcano".split()
)
# "Returned to work in Paris": no place that one travels to.
NO_SITES = frozenset(
    "hold hull boot trunk belly "
    "decision conclusion agreement understanding compromise deal solution work war peace ruin "
    "recovery reform democracy independence freedom reconciliation justice "
    "power life role post position job question story rule practice form end help talk "
    "people person man woman leader president minister troop force family "
    "marathon race match game tournament championship competition contest election treaty "
    "final semifinal quarterfinal round draw playoff eight sixteen "
    "approval majority landslide victory win defeat success title fame glory stardom prominence "
    "prize medal trophy cup crown triumph "
    "lead rank stage screen pitch ring helm fold throne bench spotlight delight dismay surprise "
    "embarrassment annoyance relief horror joy chagrin shame fury anger amazement concern credit "
    "detriment benefit displeasure astonishment disgust disappointment high low record peak".split()
)
# Nouns that a country's name completes: "the island nation of Nauru".
REALMS = frozenset(
    "country county emirate island kingdom nation province region republic state territory".split()
)
# What is placed by the town in its name: "the Osh refinery", "the town of Osh".
SITED = frozenset(FITTING) | LAND | STANDING
# Adjectives of a place that is another than the one named before: "the nearest town".
ANOTHER = frozenset(
    "nearest closest next other second third another neighbouring neighboring nearby adjacent same "
    "first last old new largest biggest main only nameless unnamed".split()
)


def is_sited(noun: "Token") -> bool:
    """
    Tell a noun that a town's name can stand by: "the town Osh", "the Osh refinery".

    Parameters
    ----------
    noun : spacy.tokens.Token

    Returns
    -------
    bool
    """
    return not SITED.isdisjoint({noun.lower_, noun.lemma_.lower()})
