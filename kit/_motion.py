"""Words of travel and transport: the tables that say who moves, which end is told, and by what."""

from dataclasses import dataclass, replace
from typing import Literal

Role = Literal["origin", "destination", "via"]


@dataclass(frozen=True)
class Motion:
    """
    How a verb or noun of motion tells a journey.

    Attributes
    ----------
    mover : {"subject", "object", "either"}
        Who travels in the active voice; "either": the object where there is one.
    bare : {"origin", "destination", "via"} or None
        What a place is that stands as the direct object, as in "left Oslo".
    end : {"arrival", "departure", "whole"}
        Which end of the journey a date beside the word dates.
    mode : str or None
        Mode that the word itself tells.
    weak : bool
        A word of many meanings: counts only where people, a vehicle or a cargo moves.
    vehicle : bool
        Counts only where a vehicle moves itself ("rolled", "called at").
    sends : bool
        A country that does this to a cargo is where the cargo starts, unless told otherwise.
    """

    mover: Literal["subject", "object", "either"] = "subject"
    bare: Role | None = None
    end: Literal["arrival", "departure", "whole"] = "whole"
    mode: str | None = None
    weak: bool = False
    vehicle: bool = False
    sends: bool = False


_GO = Motion()
_WEAK = Motion(weak=True)
_ARRIVE = Motion(end="arrival")
_CARRY = Motion("object")
_BRING = Motion("object", weak=True)
_SEND = Motion("object", sends=True)

_VERBS: tuple[tuple[str, Motion], ...] = (
    ("travel journey trek migrate voyage", _GO),
    ("go come head proceed continue hurry rush race move relocate set pass", _WEAK),
    ("run retreat slip sneak commute defect emigrate immigrate escape flee cross", _WEAK),
    ("arrive disembark alight", _ARRIVE),
    ("dock anchor moor", replace(_ARRIVE, mode="sea")),
    ("land", replace(_ARRIVE, mover="either", weak=True)),
    ("reach enter", replace(_ARRIVE, bare="destination", weak=True)),
    ("get", replace(_ARRIVE, weak=True)),
    ("leave exit quit vacate", Motion(bare="origin", end="departure", weak=True)),
    ("roll trundle rumble plough limp chug operate", Motion(vehicle=True)),
    ("call put berth pull bunker", Motion(end="arrival", vehicle=True)),
    ("discharge unload offload", Motion("either", end="arrival", weak=True)),
    ("clear", Motion(bare="origin", end="departure", vehicle=True)),
    ("flock pour stream trickle surge wade swarm swim stagger wander roam venture", _WEAK),
    ("row paddle canoe kayak", Motion(mode="sea", weak=True)),
    ("hitchhike pedal", Motion(mode="road")),
    ("depart", Motion(bare="origin", end="departure")),
    ("embark entrain", Motion(end="departure")),
    ("board", Motion(end="departure", weak=True)),
    ("load", Motion("either", end="departure", weak=True)),
    ("visit tour", Motion(bare="destination", weak=True)),
    ("cross transit traverse", Motion(bare="via", weak=True)),
    ("flee escape", Motion(bare="origin", weak=True)),
    ("return withdraw", Motion("either", weak=True)),
    ("fly", Motion("either", mode="air")),
    ("jet", Motion(mode="air")),
    ("sail cruise steam", Motion("either", mode="sea")),
    ("drive motor", Motion("either", mode="road", weak=True)),
    ("cycle bike", Motion(mode="road", weak=True)),
    ("ride catch", Motion(weak=True)),
    ("walk hike march", Motion("either", mode="foot", weak=True)),
    ("ship send deliver export dispatch deport repatriate extradite", _SEND),
    ("transport haul smuggle evacuate escort traffic", _CARRY),
    ("airlift", replace(_CARRY, mode="air")),
    ("rail", replace(_CARRY, mode="rail")),
    ("ferry", Motion("either")),
    ("truck bus", replace(_CARRY, mode="road")),
    (
        (
            "take bring carry move transfer shift relocate rush redeploy deploy "
            "import convey divert redirect reroute expel exile banish fetch accompany "
            "tow lug cart return drag lift"
        ),
        _BRING,
    ),
)

#: Verbs of motion by lemma; add a line to teach the kit another one.
MOTIONS: dict[str, Motion] = {}
for _words, _motion in _VERBS:
    for _word in _words.split():
        _known = MOTIONS.get(_word)
        if _known is None:
            MOTIONS[_word] = _motion
        elif _motion.bare:  # "flee" and "cross" stand in two rows: with and without an object
            MOTIONS[_word] = replace(_known, bare=_motion.bare)
        else:  # "move", "rush", "relocate": of oneself or of others
            MOTIONS[_word] = replace(_known, mover="either")

#: Verbs that are motion, or another one, with a particle.
PHRASAL: dict[str, Motion] = {
    "take off": Motion(end="departure"),
    "set off": Motion(end="departure"),
    "set out": Motion(end="departure"),
    "lift off": Motion(end="departure", mode="air"),
    "come down": replace(_ARRIVE, weak=True),
    "pick up": Motion(end="departure", vehicle=True),
    "get off": replace(_ARRIVE, weak=True),
    "get out": Motion(end="departure", weak=True),
    "tie up": replace(_ARRIVE, vehicle=True),
    "put in": Motion(end="arrival", vehicle=True),
    "touch down": replace(_ARRIVE, mode="air"),
    "turn up": replace(_ARRIVE, weak=True),
    "show up": replace(_ARRIVE, weak=True),
    "pull out": Motion(end="departure", weak=True),
    "go on": _WEAK,
    "push on": _WEAK,
    "press on": _WEAK,
    "step off": replace(_ARRIVE, weak=True),
    "set up": Motion(vehicle=True),
    "take over": Motion(vehicle=True),
    "move on": _WEAK,
    **{f"{verb} back": _WEAK for verb in ("pull", "fall", "draw")},
}

#: Verbs that are motion with an object that does not move, or with a vehicle that it is put on.
IDIOMS: dict[tuple[str, str], Motion] = {
    ("make", "it"): replace(_ARRIVE, weak=True),
    ("make", "port"): replace(_ARRIVE, mode="sea"),
    ("make", "landfall"): _ARRIVE,
    ("set", "foot"): _ARRIVE,
    **{
        (verb, "ashore"): replace(_ARRIVE, mover="either", mode="sea")
        for verb in "put set bring come go swim wade wash land".split()
    },
    **{
        (verb, "way"): _WEAK
        for verb in "make find work wend thread pick force fight inch feel pursue continue".split()
    },
}
BOARDED = Motion("object", end="departure", weak=True)
PUT_ON = frozenset("put place load bundle herd cram pack".split())

_NOUNS: tuple[tuple[str, Motion], ...] = (
    ("trip visit journey travel tour pilgrimage trek odyssey mission", _GO),
    ("voyage cruise sailing", Motion(mode="sea")),
    ("flight", Motion(mode="air")),
    ("drive", Motion(mode="road")),
    ("walk hike march", Motion(mode="foot")),
    ("ride hop crossing passage return escape withdrawal retreat relocation move", _GO),
    ("arrival", _ARRIVE),
    ("landing", replace(_ARRIVE, mode="air")),
    ("run", Motion(vehicle=True)),
    ("departure", Motion(end="departure")),
    (
        ("shipment delivery transfer transport evacuation deportation extradition repatriation"),
        _CARRY,
    ),
    ("airlift", replace(_CARRY, mode="air")),
)

#: Nouns of motion by lemma.
NOUNS: dict[str, Motion] = {word: motion for words, motion in _NOUNS for word in words.split()}

#: What a preposition says of the place after it, beside a word of motion.
PREPOSITIONS: dict[str, Role] = {
    "to": "destination",
    "into": "destination",
    "onto": "destination",
    "toward": "destination",
    "towards": "destination",
    "from": "origin",
    "out": "origin",
    "via": "via",
    "through": "via",
    "across": "via",
    "over": "via",
    "past": "via",
}
#: Whose making of journeys is thought of in general: "the cost of shipping a container".
GENERAL = frozenset(
    "cost price rate fee business risk danger possibility idea option prospect hope dream task job "
    "way means method proof evidence sign chance".split()
)
#: Vehicles only where they carry somebody: a coach that flies to Oslo is a person.
CARRIERS = {"coach": "road"}
#: Prepositions of an arrival's place ("landed at"), and of a departure's aim ("left for").
ARRIVAL_PREPOSITIONS = frozenset({"in", "at", "on", "off"})
#: Verbs that a journey begins with where they happen: "boarded a plane in Minsk".
BOARDING = frozenset("board embark entrain load pick put place bundle herd cram pack".split())
AIM_VERBS = frozenset(
    (
        "leave depart head set sail embark entrain take board catch make start flee escape quit "
        "load"
    ).split()
)

_VEHICLES: tuple[tuple[str, str], ...] = (
    ("rail", "train rail railway railroad railcar locomotive wagon tram sleeper"),
    (
        "sea",
        (
            "ship vessel boat ferry tanker freighter frigate destroyer submarine "
            "yacht trawler barge cruiser warship corvette dinghy liner tugboat tug "
            "coaster feeder steamer icebreaker flotilla fleet armada schooner catamaran dhow "
            "sailboat lifeboat raft bulker sea water gunboat steamship minesweeper "
            "hovercraft speedboat canoe kayak carrier"
        ),
    ),
    (
        "air",
        (
            "plane aircraft jet airplane aeroplane airliner helicopter flight bomber "
            "chopper airlift air seaplane balloon zeppelin airship glider airbus "
            "boeing"
        ),
    ),
    (
        "road",
        (
            "car truck lorry bus van convoy motorcade motorcycle motorbike bike "
            "bicycle taxi minibus limousine ambulance jeep road highway motorway "
            "minivan pickup trailer caravan cab suv moped scooter rickshaw"
        ),
    ),
    ("foot", "foot"),
)
#: Mode by the vehicle or means that is named.
MODES: dict[str, str] = {word: mode for mode, words in _VEHICLES for word in words.split()}
#: Words of the way itself, which is no traveller.
MEANS = frozenset("rail railway railroad sea water air road highway motorway foot".split())

#: People that a weak verb may move.
PEOPLE = frozenset(
    (
        "wounded injured dead sick elderly displaced oligarch person people man woman boy "
        "girl child family couple group crowd delegation team crew passenger tourist "
        "traveller traveler migrant refugee pilgrim soldier troop troops force army unit "
        "battalion brigade regiment police officer official diplomat envoy ambassador "
        "minister president premier chancellor leader king queen prince princess pope "
        "patriarch bishop monarch emperor sultan emir senator governor mayor secretary chief "
        "head general admiral colonel captain commander spokesman spokeswoman director "
        "executive chairman businessman businesswoman journalist reporter correspondent "
        "photographer activist protester dissident scientist researcher expedition explorer "
        "climber mountaineer doctor nurse medic surgeon patient student teacher pupil worker "
        "volunteer engineer expert inspector monitor observer investigator lawyer judge "
        "prosecutor suspect prisoner detainee hostage captive convict inmate fugitive "
        "deportee smuggler trader merchant farmer fisherman sailor pilot driver astronaut "
        "cosmonaut athlete player singer band actor actress artist writer author musician "
        "orchestra parent father mother brother sister son daughter husband wife widow friend "
        "colleague relative resident villager citizen national veteran survivor victim "
        "civilian evacuee pair duo trio lawmaker parliamentarian congressman delegate "
        "representative negotiator mediator peacekeeper marine paratrooper ranger guard "
        "militant fighter rebel gunman insurgent recruit mercenary conscript reservist nun "
        "monk priest preacher missionary imam archbishop cardinal aide adviser advisor deputy "
        "counterpart visitor guest candidate winner champion squad teenager infant baby "
        "toddler pensioner labourer laborer nomad herder trafficker tycoon billionaire "
        "founder ceo boss rower cyclist runner hiker walker swimmer adventurer backpacker "
        "holidaymaker scholar professor biologist geologist historian archaeologist poet painter "
        "sculptor composer conductor pianist violinist choir ensemble troupe circus dancer "
        "ballerina comedian clown magician chef cook waiter barber tailor shepherd herdsman "
        "farmhand miner logger hunter trapper fan supporter spectator striker goalkeeper coach "
        "referee umpire boxer wrestler gymnast swimmer sprinter jockey cadet lieutenant major "
        "sergeant corporal private gunner sapper platoon company squadron garrison contingent "
        "detachment brother sister twin cousin uncle aunt nephew niece grandmother grandfather "
        "grandson granddaughter bride groom fiancee newlywed orphan baroness baron duke duchess "
        "count countess earl lord lady knight nobleman courtier crusader conquistador colonist "
        "settler pioneer slave servant maid nanny butler gang robber thief murderer killer "
        "kidnapper hijacker pirate poacher suspect spy agent defector dissident exile emigrant "
        "immigrant evangelist rabbi mufti ayatollah cleric vicar abbot abbess friar hermit saint "
        "apostle prophet disciple midwife paramedic rescuer firefighter lifeguard vet dentist "
        "pharmacist psychologist economist banker accountant auditor broker dealer salesman "
        "shopkeeper grocer baker butcher brewer carpenter mason plumber electrician mechanic "
        "technician welder bricklayer intern apprentice graduate undergraduate alumni lecturer "
        "librarian curator editor columnist cameraman filmmaker novelist playwright translator "
        "interpreter guide crewman stowaway castaway passer-by pedestrian commuter motorist "
        "motorcyclist trucker courier postman stewardess astronomer botanist naturalist "
        "zoologist physicist chemist mathematician philosopher balloonist aviator skipper "
        "yachtsman kayaker canoeist skier snowboarder mountaineer sherpa porter bedouin tribe "
        "clan member accused defendant plaintiff attendee applicant occupant inhabitant "
        "participant assistant consultant claimant informant combatant household newcomer "
        "outsider stranger homeless everyone everybody"
    ).split()
)
#: Cargo that a weak verb may move.
CARGO = frozenset(
    (
        "body remains coffin cargo container load freight good goods supply aid food grain "
        "wheat corn rice flour coal oil gas fuel petrol diesel crude steel ore uranium "
        "fertiliser fertilizer timber weapon arm arms munition ammunition shell missile tank "
        "howitzer rifle gun explosive equipment machinery material part component vaccine "
        "medicine dose ventilator tent blanket parcel package pallet box crate animal horse "
        "elephant panda rhino cow cattle sheep painting sculpture statue artefact artifact "
        "treasure gold statuette manuscript relic banknote drug cocaine heroin turbine "
        "generator transformer reactor engine satellite telescope car vehicle truck tonne ton "
        "barrel bag sack thousand hundred dozen million consignment shipment delivery batch "
        "stock haul loot spoil convoy battery livestock cheese wine tea coffee sugar salt "
        "cotton silk spice fruit banana vegetable fish meat milk beer cement brick marble "
        "statue ivory urn ash vase carpet rug furniture bell coin jewel diamond crown gem fossil "
        "skeleton mummy skull bone sapling seed tulip flower plant tree dog cat bird whale bear "
        "wolf tiger lion leopard turtle tortoise dolphin penguin gorilla chimpanzee camel goat "
        "pig chicken pigeon parrot snake crocodile mango potato onion tomato tobacco cocoa rum "
        "whisky water ice petroleum ammonia cotton wool leather hide fur tyre bicycle boat yacht "
        "tractor crane drill rig module capsule probe stamp letterbox mask glove oxygen blood "
        "trophy cup violin cello piano guitar instrument organ kidney heart-valve serum antidote "
        "textbook bible ballot passport "
        "stone pipe cable wire chip computer phone laptop toy cloth garment rocket warhead"
    ).split()
)
MOVERS = PEOPLE | CARGO
#: Who lands on a shore as well as at an airport.
SEAFARERS = frozenset(
    "migrant refugee troop soldier marine sailor fisherman settler explorer".split()
)
#: What flies by itself and makes no journey.
PROJECTILES = frozenset(
    (
        "missile rocket shell bullet warhead drone bomb projectile mortar debris "
        "water mud lava sand dust snow slick"
    ).split()
)
#: What never travels, however it is said: words, money, weather, ways, and blows.
IMMOVABLE = frozenset(
    (
        "company firm airline operator bank agency ministry government parliament "
        "talk talks negotiation relation relations tie war conflict dispute attention focus "
        "price market share stock-market power electricity news message letter call statement "
        "speech signal warning word threat blow verdict judgment ruling vote support help "
        "money fund fund-raising dollar euro pound rouble ruble yen yuan cash payment loan "
        "grant investment tax profit storm hurricane typhoon cyclone rain flood wave fire "
        "smoke wind temperature virus disease outbreak pandemic infection road highway route "
        "path way line pipeline river stream border frontier coast railway track bridge "
        "tunnel canal headquarters headquarter office embassy capital factory production "
        "operation business campaign case trial appeal complaint matter issue question "
        "decision deal agreement treaty plan process visa influence interest tension violence "
        "fighting protest movement trend inflation recession growth idea concept story rumour "
        "rumor report email invitation proposal request greeting condolence congratulation "
        "apology thanks data information ultimatum lecture address sermon baby-boom eulogy "
        "bullet strike airstrike attack raid assault blast explosion earthquake quake tremor "
        "cloud plume sound light shock sense feeling heart mind game match final "
        "tournament season album show exhibition ball goal lead win victory defeat title "
        "crown order number paper chapter weather fever cancer corner summer winter "
        "committee fee bill law legislation budget resolution draft document tower "
        "shower answer offer crow layer sector factor disaster quarter terror prayer disorder "
        "error investor consumer voter electorate club championship election result time year "
        "month week day night morning evening afternoon hour effect impact pressure burden "
        "rent wage unemployment front heatwave blame responsibility sovereignty control rule "
        "change shift transition access entry concert broadcast programme program ceremony "
        "service mass race interview opera ballet performance fashion craze fad style music genre "
        "recipe cuisine language term slang tradition custom"
    ).split()
)

#: What rolls on its own tracks, though mostly it is moved.
ROLLING = frozenset("tank armour armor artillery howitzer".split())
#: What carries or takes without a journey: ways, and works that tell of places.
CARRYING = frozenset(
    (
        "pipeline line viaduct flyover road railway track canal bridge tunnel cable route path "
        "river novel book film movie story song tale show album play poem guide article chapter "
        "exhibition documentary series game memoir speech lecture sermon broadcaster channel "
        "network station"
    ).split()
)
#: What a journey does in a timetable: "the flight from Oslo to Rome takes three hours".
LASTING = frozenset("take last cost run operate cover pass leave depart".split())
#: Verbs of a change of employer, if money is paid for it.
TRANSFERS = frozenset("move join go transfer switch come return".split())

#: Verbs whose infinitive came true ("was forced to leave", "managed to flee").
FACTUAL = frozenset(
    "manage force take begin start continue have proceed make compel oblige see "
    "use get help let enable go come cause".split()
)
#: Verbs under which a journey did not happen ("failed to reach", "cancelled a visit").
NEGATING = frozenset(
    (
        "fail refuse decline cancel postpone scrap abandon deny prevent stop bar ban forbid "
        "prohibit avoid skip halt suspend block delay rule unable reject dismiss ground "
        "discourage deter keep miss unlikely impossible turn-down call-off put-off rule-out "
        "pass-up"
    ).split()
)
#: Verbs whose clause is true even where they are denied ("nobody noticed that he had left").
FACTIVE = frozenset("notice realise realize know regret remember forget discover learn".split())
#: Words under which a journey is still to come.
EXPECTING = frozenset(
    (
        "plan expect intend prepare schedule due set agree decide vow promise announce pledge "
        "ready await anticipate poised slate about bind gear arrange commit "
        "accept confirm likely tip order book charter hire"
    ).split()
)
#: Words under which a journey is only wished or thought of.
WISHING = frozenset(
    (
        "want hope invite urge ask threaten try attempt offer propose discuss consider "
        "wish seek aim able request call demand allow permit mull weigh suggest advise encourage "
        "need eye envisage possible willing eager contemplate aspire desire dream tell instruct "
        "authorise authorize persuade recommend require warn fear imagine suppose supposed"
    ).split()
)
#: Adjectives of a journey to come, and of one that is only thought of or was not made.
PLANNED_ADJECTIVES = frozenset(
    "planned upcoming expected scheduled next forthcoming future imminent impending".split()
)
POSSIBLE_ADJECTIVES = frozenset(
    (
        "possible potential proposed eventual hypothetical aborted cancelled canceled postponed "
        "prospective envisaged"
    ).split()
)
#: Verbs that report a journey without vouching for it.
ALLEGING = frozenset(
    "allege accuse suspect believe think claim assume rumour rumor presume charge "
    "denounce purport".split()
)
ALLEGING_ADVERBS = frozenset(
    "allegedly reportedly supposedly apparently purportedly presumably".split()
)
#: Adverbs of habit: a timetable is no journey.
HABITUAL = frozenset(
    "daily usually often regularly always normally typically every each weekly "
    "routinely sometimes".split()
)
