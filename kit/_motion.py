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
    ("travel journey trek migrate voyage shuttle elope", _GO),
    ("go come head proceed continue hurry race set", _WEAK),
    ("move rush relocate push shift speed return", Motion("either", weak=True)),
    ("pass", Motion(bare="via", weak=True)),
    ("round traverse skirt thread", Motion(bare="via", vehicle=True)),
    ("overfly", Motion(bare="via", mode="air", vehicle=True)),
    ("navigate", Motion(mode="sea", vehicle=True)),
    (
        "run retreat advance slip sneak decamp commute defect emigrate immigrate",
        _WEAK,
    ),
    ("arrive", replace(_ARRIVE, bare="destination")),
    ("disembark alight", _ARRIVE),
    ("abscond", Motion(end="departure")),
    ("descend settle", replace(_ARRIVE, weak=True)),
    ("rise ascend", Motion(end="departure", vehicle=True)),
    ("resettle rehouse post", replace(_BRING, end="arrival")),
    ("dock anchor moor", replace(_ARRIVE, mode="sea")),
    ("land", replace(_ARRIVE, mover="either", weak=True)),
    ("reach enter", replace(_ARRIVE, bare="destination", weak=True)),
    ("get", replace(_ARRIVE, mover="either", weak=True)),
    ("leave exit quit vacate abandon", Motion(bare="origin", end="departure", weak=True)),
    ("roll trundle rumble rattle clatter plough limp chug operate draw work", Motion(vehicle=True)),
    ("stop halt", replace(_ARRIVE, weak=True)),
    ("call put berth pull bunker", Motion(end="arrival", vehicle=True)),
    ("discharge unload offload", Motion("either", end="arrival", weak=True)),
    ("clear", Motion(bare="origin", end="departure", vehicle=True)),
    ("flock pour sweep trickle surge swarm stagger wander venture", _WEAK),
    ("swim", Motion(mode="sea", weak=True)),
    # the manners of running and of leaving of Levin's English Verb Classes, 51.3.2
    (
        (
            "bolt bounce bound canter charge clamber climb coast crawl creep dart dash drift file "
            "float flit glide hasten hop hurtle inch jump leap lope lurch nip pop "
            "parade pile prowl ramble romp rove scamper scoot scramble scurry scuttle sidle skip "
            "skitter slide slink slither spill struggle sprint squeeze stray stream streak "
            "swoop tear tiptoe troop tumble weave whizz zigzag zip zoom barrel "
            "thunder roar straggle taxi ski skate"
        ),
        _WEAK,
    ),
    (
        (
            "amble jog hobble lumber plod saunter shamble shuffle slog stride stroll strut "
            "stumble tramp traipse trudge trot totter wade waddle backpack"
        ),
        Motion(mode="foot", weak=True),
    ),
    ("row paddle", Motion("either", mode="sea", weak=True)),
    ("canoe kayak raft", Motion(mode="sea", weak=True)),
    ("hitchhike pedal freewheel", Motion(mode="road")),
    ("depart", Motion(bare="origin", end="departure")),
    ("embark", Motion(end="departure")),
    ("entrain", Motion(end="departure", mode="rail")),
    ("board", Motion(end="departure", weak=True)),
    ("load", Motion("either", end="departure", weak=True)),
    ("visit tour", Motion(bare="destination", weak=True)),
    ("cross transit", Motion(bare="via", weak=True)),
    ("flee escape", Motion(bare="origin", weak=True)),
    ("withdraw", Motion("either", weak=True)),
    ("fly", Motion("either", mode="air")),
    ("jet parachute", Motion(mode="air")),
    ("sail", Motion("either", bare="origin", mode="sea")),
    ("cruise steam", Motion("either", mode="sea")),
    ("drive motor", Motion("either", mode="road", weak=True)),
    ("cycle bike", Motion(mode="road", weak=True)),
    ("ride catch", Motion(weak=True)),
    ("walk hike march", Motion("either", mode="foot", weak=True)),
    ("ship send deliver export dispatch despatch deport repatriate extradite", _SEND),
    ("transport haul shunt smuggle evacuate escort traffic", _CARRY),
    ("airlift airfreight helicopter medevac", replace(_CARRY, mode="air")),
    ("courier freight", _CARRY),
    ("expel exile banish", replace(_SEND, weak=True)),
    ("rejoin", replace(_ARRIVE, weak=True)),
    ("barge", replace(_CARRY, mode="sea")),
    ("ballast", Motion(mode="sea", vehicle=True)),
    ("reposition deploy redeploy rotate", Motion("either", weak=True)),
    ("drop", replace(_BRING, end="arrival")),
    ("follow precede", _WEAK),
    ("divert", Motion("either", weak=True)),
    ("rail", replace(_CARRY, mode="rail")),
    ("ferry", Motion("either")),
    ("truck bus lorry", Motion("either", mode="road")),
    (
        (
            "nurse coax pilot take bring carry transfer lead "
            "bear import convey redirect reroute remove fetch accompany pluck "
            "steer whisk spirit herd usher shepherd hustle chauffeur tow lug cart drag lift lure"
        ),
        _BRING,
    ),
)

#: Verbs of motion by lemma; add a line to teach the kit another one.
MOTIONS = {word: motion for words, motion in _VERBS for word in words.split()}

#: Verbs that are motion, or another one, with a particle.
PHRASAL: dict[str, Motion] = {
    "take off": Motion(end="departure"),
    "set off": Motion(end="departure"),
    "set out": Motion(end="departure"),
    "start out": Motion(end="departure", weak=True),
    "fly in": Motion("either", end="arrival", mode="air"),
    "jet in": Motion(end="arrival", mode="air"),
    "start back": Motion(end="departure", weak=True),
    "lift off": Motion(end="departure", mode="air"),
    "let out": Motion("object", weak=True),
    **{
        f"{verb} out": Motion("object", end="departure", weak=True)
        for verb in ("order", "throw", "kick")
    },
    "let in": Motion("object", end="arrival", weak=True),
    "let into": Motion("object", end="arrival", weak=True),
    **{f"{verb} through": Motion("object", weak=True) for verb in ("let", "wave")},
    "lift out": Motion("either", end="departure", mode="air"),
    "come down": replace(_ARRIVE, weak=True),
    "pick up": Motion(end="departure", vehicle=True),
    "get off": replace(_ARRIVE, weak=True),
    "climb off": replace(_ARRIVE, weak=True),
    "climb down": replace(_ARRIVE, weak=True),
    "get out": Motion(end="departure", weak=True),
    "tie up": replace(_ARRIVE, vehicle=True),
    "force down": Motion("object", end="arrival", mode="air", weak=True),
    "put in": Motion(end="arrival", vehicle=True),
    "touch down": replace(_ARRIVE, mode="air"),
    "turn up": replace(_ARRIVE, weak=True),
    "pull up": replace(_ARRIVE, vehicle=True),
    "draw up": replace(_ARRIVE, vehicle=True),
    "show up": replace(_ARRIVE, weak=True),
    "pull out": Motion(end="departure", weak=True),
    "go on": _WEAK,
    "push on": _WEAK,
    "press on": _WEAK,
    "step off": replace(_ARRIVE, weak=True),
    "roll off": replace(_ARRIVE, weak=True),
    "steal away": _WEAK,
    **{f"{verb} off": Motion(end="departure", mode="sea", weak=True) for verb in ("push", "shove")},
    "put out": Motion(end="departure", mode="sea", weak=True),
    "cast off": Motion(end="departure", mode="sea", vehicle=True),
    "put down": Motion("either", end="arrival", vehicle=True),
    "set down": Motion("either", end="arrival", weak=True),
    "set up": Motion(vehicle=True),
    "take over": Motion(vehicle=True),
    "move on": _WEAK,
    "carry on": _WEAK,
    **{f"{verb} {way}": _BRING for verb in ("allow", "let") for way in ("back", "home")},
    "come in": _WEAK,
    "come alongside": replace(_ARRIVE, mode="sea", weak=True),
    **{f"{verb} up": replace(_ARRIVE, weak=True) for verb in ("wind", "end", "finish", "fetch")},
    **{f"{verb} back": _WEAK for verb in ("pull", "fall", "draw", "turn")},
}

_JOINED = (
    "he she they we team squad delegation wife husband mother father parent family sister brother "
    "colleague teammate convoy fleet expedition"
).split()
TOOK_SHIP = Motion(end="departure", mode="sea")
#: Verbs that are motion with an object that does not move, or with a vehicle that it is put on.
IDIOMS: dict[tuple[str, str], Motion] = {
    **{("join", who): _ARRIVE for who in _JOINED},
    ("make", "it"): replace(_ARRIVE, weak=True),
    **{
        (verb, part): _WEAK
        for verb in ("do", "cover", "make")
        for part in "kilometre kilometer km mile leg stretch stage distance route".split()
    },
    **{(verb, "lift"): Motion(mode="road") for verb in "hitch thumb get catch".split()},
    ("hitch", "ride"): Motion(mode="road"),
    **{("share", ride): Motion(mode="road") for ride in "taxi cab minibus car ride".split()},
    **{
        (verb, road): replace(_WEAK, mode="road")
        for verb in ("take", "follow")
        for road in "road highway motorway".split()
    },
    ("slip", "mooring"): TOOK_SHIP,
    ("take", "ship"): TOOK_SHIP,
    ("take", "passage"): TOOK_SHIP,
    ("wing", "way"): replace(_WEAK, mode="air"),
    ("drop", "anchor"): replace(_ARRIVE, mode="sea"),
    ("weigh", "anchor"): Motion(end="departure", mode="sea"),
    ("make", "fast"): replace(_ARRIVE, mode="sea", weak=True),
    ("make", "port"): replace(_ARRIVE, mode="sea"),
    **{
        (verb, journey): replace(_ARRIVE, weak=True)  # "will end the tour in Manama"
        for verb in "end finish conclude".split()
        for journey in "journey trip tour voyage odyssey trek".split()
    },
    ("make", "landfall"): _ARRIVE,
    ("make", "land"): _ARRIVE,
    ("set", "foot"): _ARRIVE,
    **{
        (verb, "ashore"): replace(_ARRIVE, mover="either", mode="sea")
        for verb in (
            "put set bring come go swim wade wash land step stumble stagger crawl climb file "
            "drift blow".split()
        )
    },
    **{
        (verb, "way"): _WEAK
        for verb in "make find work wend thread pick force fight inch feel pursue continue".split()
    },
}
MADE = Motion(bare="destination", end="arrival", vehicle=True)  # "made Aden on Friday"
BEEN = replace(_ARRIVE, weak=True)  # "has been to Rome", "is back in Rome from Oslo"
TURNED = Motion(weak=True)
OFF = Motion(end="departure", weak=True)  # "was off to Oslo"
PUT_TO_SEA = Motion(end="departure", mode="sea", weak=True)
BOARDED = Motion("object", end="departure", weak=True)
GOT_ON = Motion(end="departure", weak=True)  # "getting on a train at Ipswich for Norwich"
ABOARD = (BOARDED, TOOK_SHIP, GOT_ON)  # where it is done, the journey begins
PUT_ON = frozenset("put place load bundle herd cram pack".split())

_NOUNS: tuple[tuple[str, Motion], ...] = (
    ("trip visit journey travel tour pilgrimage trek odyssey mission exodus", _GO),
    ("voyage cruise sailing tow", Motion(mode="sea")),
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

#: Words of a length or a time: "the last 14 kilometres to Oslo".
LENGTHS = frozenset(
    "leg stretch stage distance kilometre kilometer km mile metre meter block hour day".split()
)

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
    "since": "origin",
}
#: Whose making of journeys is thought of in general: "the cost of shipping a container".
GENERAL = frozenset(
    "cost price rate fee business risk danger possibility idea option prospect hope dream task job "
    "way means method proof evidence sign chance".split()
)
#: Prepositions of an arrival's place ("landed at"), and of a departure's aim ("left for").
ARRIVAL_PREPOSITIONS = frozenset({"in", "at", "on", "off"})
#: Verbs that a journey begins with where they happen: "boarded a plane in Minsk".
BOARDING = frozenset("weigh board embark entrain load pick put place bundle herd cram pack".split())
AIM_VERBS = frozenset(
    (
        "leave depart head set sail steam embark entrain take board catch make start flee escape "
        "quit load"
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
        "shelve scupper veto thwart foil quash mothball prohibit avoid skip halt suspend "
        "block delay rule unable reject dismiss ground discourage deter keep miss unlikely "
        "impossible turn-down call-off strike-off put-off give-up scrub laugh-off brush-off "
        "rule-out pass-up throw-out vote-down"
    ).split()
)
#: Verbs whose clause is true even where they are denied ("nobody noticed that he had left").
FACTIVE = frozenset("notice realise realize know regret remember forget discover learn".split())
#: Words under which a journey is still to come.
EXPECTING = frozenset(
    (
        "plan expect intend mean prepare schedule due set agree decide vow promise announce pledge "
        "ready await anticipate poised slate about bind gear arrange commit "
        "accept confirm likely tip order book charter hire"
    ).split()
)
#: Of these, verbs of what others expect of a traveller, and verbs of what one means to do: a day
#: in front of them is that of the journey.
AWAITED = frozenset("expect schedule set slate tip bill slot forecast".split())
MEANT = frozenset("plan hope intend aim mean want wish prepare".split())
#: Words under which a journey is only wished or thought of.
WISHING = frozenset(
    (
        "want hope invite urge ask threaten try attempt offer propose discuss consider "
        "wish think seek aim able request call demand allow permit mull weigh suggest advise "
        "encourage "
        "fight contest oppose challenge resist need eye envisage possible willing eager "
        "contemplate aspire desire dream tell instruct authorise authorize persuade recommend "
        "require warn fear imagine suppose supposed"
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
    "allege accuse suspect suspicion believe think claim assume rumour rumor presume charge "
    "denounce purport".split()
)
ALLEGING_ADVERBS = frozenset(
    "allegedly reportedly supposedly apparently purportedly presumably".split()
)
#: Adverbs of habit: a timetable is no journey.
HABITUAL = frozenset(
    "daily nightly mostly mainly usually often regularly always normally typically "
    "every each weekly routinely sometimes".split()
)
