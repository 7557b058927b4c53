"""Words and patterns beside a name that speak for or against its being a place."""

import re
from collections.abc import Iterable

from kit._bylines import MONTH
from kit._movers import PEOPLE, SHIP_PREFIXES
from kit._nouns import TOWNS

PREPOSITIONS = frozenset(
    """
    in at near from to of around outside inside through across toward towards into between off
    via over beyond throughout within on above below past leaving left fled reached entered
    visiting visited
    """.split()
)
TITLES = frozenset(
    """
    mr mrs ms miss dr sir lady lord rev pastor judge justice officer sgt lt capt coach sen rep
    gov captain detective attorney pope king queen prince princess
    """.split()
)
SPEAKING = frozenset(
    """
    said says told added asked who whose replied wrote argued thinks believes jr sr
    """.split()
)
# Kin and callings right before a person's name: "his aunt Virginia", "the singer Cairo".
PERSONS = frozenset(
    """
    aunt uncle brother sister son daughter wife husband mother father cousin nephew niece
    grandmother grandfather boyfriend girlfriend singer actor actress rapper guitarist drummer
    striker goalkeeper midfielder winger novelist poet comedian
    """.split()
)
# Offices before a person's name, written large: "Mayor Stockton", and no mayor of a town.
OFFICES = frozenset(
    """
    Admiral Ambassador Archbishop Aunt Bishop Brigadier Brother Chancellor Colonel Commander
    Commissioner Congressman Congresswoman Constable Corporal Councillor Doctor Father General
    Governor Imam Inspector Lieutenant Madam Madame Marshal Mayor Minister Monsieur President
    Professor Representative Secretary Senator Sergeant Señor Sister Uncle
    """.split()
)
# What follows a person's name: "X, who is", "X, 61,".
PERSONAL = re.compile(r",? who\b|, (?:aged )?\d{2},")
# "Ventura, the striker,", "Dakhil, a charity", but not "Goma, a rebel stronghold".
_FIRMS = (
    "agency airline association bank brand broadcaster channel charity chain company cooperative "
    "daily developer firm foundation group maker magazine manufacturer miner network newspaper "
    "operator organisation organization outlet paper party publisher retailer shipper shipowner "
    "startup tabloid team think-tank union watchdog weekly website"
)


def _apposed(nouns: Iterable[str]) -> str:
    """Match what somebody or something is told to be: ", an engineer of the board"."""
    return (
        r", (?:an?|the|his|her|their|its|my|our|one|two|three)(?: [\w’'-]+){0,4}? "
        rf"(?:{'|'.join(sorted(nouns))})(?:s|es)?"
        r"(?=[,.;:!?)”\n]| (?:of|from|in|at|for|with|and|to|that|which)\b)"
    )


APPOSED = re.compile(_apposed(PEOPLE))
FIRM = re.compile(_apposed(_FIRMS.split()))
# Who is introduced by a surname alone: "Lincoln, 43,", "Lincoln, a retired teacher,". Not what may
# be said of a town or a state, too: "a mediator", "a winner", "a city of teachers".
_CALLINGS = (
    "accountant actor actress astronaut athlete baker barber barrister boy builder businessman "
    "businesswoman butcher carpenter chef chemist cleric comedian cook cyclist dentist doctor "
    "driver economist electrician engineer farmer fisherman geologist girl goalkeeper grandfather "
    "grandmother historian imam journalist lawyer lecturer librarian man mechanic midwife musician "
    "nanny native novelist nurse paramedic pensioner pharmacist photographer physicist pianist "
    "pilot plumber priest professor retiree sailor salesman scientist sculptor senator sergeant "
    "shepherd shopkeeper singer skier soldier student surgeon swimmer teacher technician teenager "
    "toddler trucker undergraduate violinist waiter waitress welder widow widower woman wrestler"
)
INTRODUCED = re.compile(
    r"(?:^|[.!?]['’\"”]? |\n|\b(?:and|as|by|named|of|said|was|when|with) )"
    r"(?P<name>[A-Z][a-z’'-]+), (?:"
    r"(?:aged )?\d\d[,.]|an? (?:(?!of\b|for\b|with\b)[\w’'-]+ ){0,3}?"
    rf"(?:{_CALLINGS.replace(' ', '|')})(?:,| (?:of|from|in|at|with|who)\b))"
)
# Whom somebody takes along: "drove Moore and Greene to".
_TAKEN = r"[A-Z][a-z’'-]+"
ESCORTED = re.compile(
    r"\b(?:accompan(?:ied|ies)|arrest(?:ed|s)|dr(?:ove|ives)|escort(?:ed|s)|handcuff(?:ed|s)|"
    rf"marri(?:ed|es)) ({_TAKEN})(?:,? and ({_TAKEN}))?(?: to\b|[,.])"
)
# Of a name's first half: "Paris Noorzai, a nurse", "Houston Delorme, 34,".
NAMED_ON = re.compile(rf"(?: [A-Z][\w’'-]+){{1,2}}(?:, (?:aged )?\d{{2}},|{_apposed(PEOPLE)})")
# People and offices that are of a place: "a Chapin man", "Winona police".
OF_PLACE = frozenset(
    """
    man woman men women boy girl teen teenager couple family families resident residents native
    natives student students police mayor council councillor councillors councilman officials
    official firefighter firefighters shopper shoppers voters villagers businessman teacher
    teachers area
    """.split()
)
# Parts of bodies' names by which they are some place's: "Osun Police Command".
BODIES = {
    "civic": frozenset(
        """
        police sheriff sheriffs fire council commission chamber authority department board
        government parliament assembly administration command office bureau county city town
        """.split()
    ),
    "court": frozenset({"court", "courts"}),
    "school": frozenset("school schools college university academy elementary high".split()),
    "health": frozenset("hospital clinic medical health".split()),
    "army": frozenset("army navy force forces guard airlines airways bank".split()),
}
# Words after a name that take it for something else.
STREETS = frozenset(
    """
    street st road rd avenue ave lane ln drive dr boulevard blvd highway hwy route bridge square
    court way terrace place plaza trail parkway turnpike close crescent
    """.split()
)
PRESS = frozenset(
    """
    times post herald news tribune journal gazette observer chronicle press daily telegraph star
    globe examiner inquirer sentinel mirror review courier record dispatch magazine
    """.split()
)
VESSELS = frozenset(
    """
    tug bulker coaster aframax suezmax panamax capesize
    class ferry ship vessel tanker frigate submarine cruiser
    destroyer yacht freighter trawler boat liner cutter barge icebreaker corvette battleship
    tugboat schooner steamer troopship carrier warship gunboat minesweeper lifeboat catamaran ketch
    minehunter minelayer
    """.split()
) | {prefix.lower() for prefix in SHIP_PREFIXES if len(prefix) > 2 or prefix in ("LÉ", "MV", "SS")}
STORMS = frozenset("hurricane typhoon cyclone".split())
# "Hurricane Florence", which from there on is Florence; but "in Florence" is a town.
STORM = re.compile(
    r"\b(?i:hurricane|typhoon|cyclone|tropical storm|winter storm) (?P<name>[A-Z][\w’-]+)"
)
IN_TOWN = re.compile(r"\b(?:in|at|near|to|into|outside|around|reached) (?:[a-z]+ )?$")


DETERMINED = re.compile(
    r"\b(?:an?|the|this|that|its|their|his|her|our|one|another|each) $", re.IGNORECASE
)
TITLED = re.compile(rf"\b(?i:{'|'.join(sorted(TITLES))})\.? ([A-Z]\w+)")
COMPASS = re.compile(
    r"(?:(?:(?:north|south|east|west)[ -]?)+(?:ern)?|central)(?:ers?)?", re.IGNORECASE
)
# Part of a place, which what stands before is said of ("80 miles from central London"), and whose
# it is: "north of Russian-held Donetsk".
PART_OF = re.compile(
    r"\b(?:central|downtown|inner|greater|(?:north|south|east|west)(?:-?(?:east|west))?(?:ern)?|"
    r"[\w’'.]+-(?:held|controlled|occupied|run|ruled|administered|besieged)) $"
)
SEATS = frozenset(
    {
        "white house", "kremlin", "pentagon", "downing street", "elysee", "elysee palace",
        "red cross", "red crescent",  # bodies that bear the name of a hamlet
        "blue house", "capitol hill", "wall street", "whitehall", "foggy bottom", "quai dorsay",
    }
)  # fmt: skip
# Makers whose models bear the names of places: "a Hyundai Tucson".
MAKERS = frozenset(
    """
    buick cadillac chevrolet chevy chrysler dodge fiat ford gmc honda hyundai jeep kia lexus mazda
    mercedes mercury nissan opel peugeot pontiac renault seat skoda subaru suzuki toyota
    volkswagen vw
    """.split()
)
# "in the town of X", "the mayor of X", "west of X".
KIND_OF = re.compile(
    r"\b(?i:city|town|village|hamlet|suburb|port|resort|island|state|province|region|district|"
    r"county|municipality|capital|republic|governorate|department|prefecture|parish|"
    r"mayor|bishop|archbishop|governor|residents|inhabitants|outskirts|streets|suburbs|siege|"
    r"(?:north|south)?-?(?:north|south|east|west)) of $"
    # "the Senegalese capital Dakar", "the border with Chad"
    r"|\b(?:capital(?: city)?|(?:border|frontier|boundary) with)(?: the)? $"
)
# Words right before a name that a place alone stands behind, and what may not follow it there.
_GAP = r" (?:[^\w\s.,;:!?“\"‘']|<\w+>)*$"  # marks of direction and the like
STOPPED = re.compile(r"[.!?;\n][\s\"”’')]*$")  # "a long way from any tug". Oslo is no tug
INSIDE = re.compile(rf"(?:^|\W)(?:[Ii]n|[Nn]ear|[Oo]utside|[Ii]nside){_GAP}")
TOWARDS = re.compile(
    r"(?:^|\W)(?:[Aa]t|[Ff]rom|to|of|off|around|above|below|past|via|visit|"
    r"reach(?:ed|es|ing)?|left|leaving|fled|"
    r"(?:left|leav(?:es?|ing)|bound|destined|depart(?:ed|s)?|head(?:ed|s|ing)|sail(?:ed|s|ing)|"
    r"set(?:s|ting)? (?:out|off|sail)|(?:took|takes?|taken|lifted) off|embarked|en route|"
    r"from there|tonight|today|tomorrow|yesterday|"
    r"by (?:train|rail|air|sea|bus|car|road|ship|boat|plane)|"
    r"(?:the same|that) (?:day|night|morning|afternoon|evening)|[A-Z][a-z]+day) for|"
    rf"between|before|beyond|towards?)\0?{_GAP}"
)
# What travellers reach or leave: "sailed into X", "a train to X", "a train from Y to X".
_GONE = (
    r"\b(?:flew|flown|fly|flies|flying|sail(?:s|ed|ing)?|drove|driven|driving|travel(?:s|l?ed|l?ing)?|"
    r"drives?|roll(?:s|ed|ing)?|march(?:es|ed|ing)?|walk(?:s|ed|ing)?|trek(?:s|ked|king)?|"
    r"hik(?:es?|ed|ing)|towed|return(?:s|ed|ing)?|head(?:s|ed|ing)?|"
    r"limp(?:ed|ing)|cycl(?:ed?|ing)|r(?:ode|ide|idden)|"
    r"ferried|airlifted|shipped|evacuated|deported|extradited|repatriated|smuggled|bussed|bused|"
    r"trucked|barged|hauled|transferred|steamed|escorted|"
    r"(?:go|goes|going|went|gone|came|come|continued?) (?:down|up|on)|"
    r"(?:left|leaves?|[Ll]eaving|departed|departs|[Dd]eparting|fled|flees?|fleeing|quit(?:ted)?) "
    r"[A-Z][\w’' -]{1,40}|"
    r"by (?:road|rail|sea|air|train|bus|boat|ship|plane|car|lorry|truck|helicopter)|"
    r"trains?|helicopters?|flights?|ferry|ferries|bus(?:es)?|planes?|ships?|voyage|journey|trip)"
)
_ASIDE = (
    r"(?:(?:back|home|up|down|on|over|(?:north|south)?-?(?:north|south|east|west)(?:wards?)?) )?"
)
# "drove out of X", "marched through X": nobody does so to a person.
ENTERED = re.compile(rf"{_GONE} {_ASIDE}(?:into|out of|through){_GAP}")
_THEM = r"(?:them|him|her|us|me)"
_BROUGHT = (  # "flew them to X", "took the men on to X"
    rf"\b(?:flew|fly|flies|drove|driven|took|takes?|brought|brings?|carr(?:y|ied|ies)|ferried|sent|"
    rf"led|lifted|rushed|whisked|escorted|towed) (?:{_THEM}|the (?:men|women|crew|wounded|injured))"
)
_TOWN = r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*"
# "the X-Y ferry", behind the first name and around the second.
_LINE = (
    r"(?:night |overnight |special |local |express |mail |passenger |high-speed )?"
    r"(?:trains?|ferry|ferries|flights?|bus(?:es)?|coach(?:es)?|express|sleeper|shuttle|boats?|"
    r"planes?|steamers?|railway|line|service|road|motorway|highway|route)\b"
)
LINE_FROM = re.compile(rf"[-–—/]{_TOWN} {_LINE}")
LINE_TO = re.compile(r"[A-Z][\w’']+[-–—/]$")
LINE = re.compile(rf" {_LINE}")
TRAVELLED = re.compile(
    rf"(?:{_GONE}|{_BROUGHT}) {_ASIDE}(?:(?:in)?to|from|out of|through|(?<=[a-z] )for){_GAP}|"
    rf"{_GONE} from {_TOWN} (?:to|via|through){_GAP}|"
    rf"{_GONE} (?:in)?to (?:the (?:\w+ ){{0,2}}of )?{_TOWN} from{_GAP}|"
    rf"\b(?:fled|flees?|fleeing|reach(?:ed|es|ing)?|as far (?:[a-z]+ )?as){_GAP}|"
    r"\b(?:was|were|been|being) (?:then |later |all |first )?"
    r"(?:taken|moved|carried|driven|rushed|whisked|flown) "
    rf"(?:off |back |on |home |out |instead |straight )?(?:by [a-z-]+ )?to{_GAP}|"
    rf"\b(?:reach|enter)(?:ed|es|s|ing)? {_TOWN} from{_GAP}|"
    # "some 900 people entered X"
    r"\b(?i:people|refugees|returnees|migrants|civilians|families|pilgrims|travellers|lorries|trucks|"
    r"buses|vehicles|convoys?|columns?|patrols?|tanks)(?: have| has| had)? entered"
    rf"{_GAP}|"
    rf"\b(?:out of|from|fled) (?:the city|{_TOWN}) for{_GAP}|"
    # "boarded a liner at X for Y", "put to sea for Y"
    r"\b(?:board(?:s|ed|ing)?|took (?:ship|passage)|embark(?:s|ed|ing)?) (?:[\w’'-]+ ){0,6}"
    rf"for{_GAP}|"
    # "heading for X", "sails again for X"
    rf"\b(?:head(?:ed|s|ing)?|bound|destined|set(?:s|ting)? (?:out|off|sail)|sail(?:s|ed|ing)?) "
    rf"(?:again |back |home |once more |north |south |east |west )?for{_GAP}|"
    rf"\b(?:(?:to sea(?: again)?|entrain(?:s|ed)?) for|destination(?: is| was|:)?){_GAP}|"
    # "put aboard a freighter at X for Y"
    rf"\b(?:aboard|on(?:to)?) (?:an?|the) (?:[\w-]+ ){{1,4}}(?:at|in|off) {_TOWN} for{_GAP}|"
    # "in the liner Alba for X", "loaded aboard a freighter for X"
    rf"\b(?i:{'|'.join(sorted(VESSELS))}) (?:[A-Z][\w’'-]+ ){{0,3}}for{_GAP}"
)
# "fled on foot to X", "set out with the torch for X": what stands between is in small letters.
_SMALL_WORDS = r"(?:[a-z][a-z’'-]* ){1,4}?"
# What befalls towns in wars and disasters: "shelled X", "X fell to the rebels".
STRUCK = re.compile(
    r"\b(?:bomb|bombard|shell|captur|recaptur|seiz|storm|besieg|liberat|occup|overr[ua]n|"
    r"retak|retook|encircl|hold|held|control|controll|evacuat|flood|flatten|devastat|ravag|loot|pound|rock)"
    rf"(?:e|y|n|s|es|en|ed|ied|ning|ing|ying)?(?: all of)?(?: the (?:city|town) of)?{_GAP}|"
    r"\b(?:strikes?|airstrikes?|raids?|attacks?|assaults?|offensives?|advances?|onslaughts?) on"
    rf"(?: the (?:city|town) of)?{_GAP}|"
    r"\b(?:siege|fall|capture|recapture|shelling|bombing|bombardment|liberation|loss) of"
    rf"(?: the (?:city|town) of)?{_GAP}|"
    rf"\b(?:massacres?|pogroms?|atrocities|fighting|clashes|riots|shelling) in{_GAP}|"
    r"\b(?:bombs?|shells?|rockets?|missiles?|drones?|quakes?|tremors?|storms?|cyclones?|gunmen|"
    r"hurricanes?|typhoons?|floods?|militants|rebels|jihadists|soldiers)\b[\w ’'-]{0,20} "
    r"(?:hit|struck|(?:fell|landed) (?:on|in)|attacked|raided|shook|rattled|jolted|battered|lashed)"
    rf"{_GAP}|"
    r"\b(?:army|junta|government|regime|militia|forces|rebels|troops|paramilitaries|[A-Z][A-Z\d]+)"
    rf"(?: have| has| had)? (?:then |since |also )?(?:lost|took|taken|entered){_GAP}"
)
FALLEN = re.compile(
    r"(?:, an? [a-z][\w ’'-]{2,40},)? (?:fell|falls|has fallen|had fallen)"
    r" (?:to (?:the )?[A-Z]|to (?:the )?(?:rebel|insurgent|"
    r"militant|junta|army|government|separatist|paramilitar)|in [A-Z]|on [A-Z]|without a fight)|"
    r" (?:was|were|is|has been|had been) (?:then |again |badly |repeatedly )?(?:hit hardest|"
    r"lost|captured|seized|stormed|"
    r"recaptured|shelled|bombed|bombarded|besieged|flattened|liberated|retaken|overrun|flooded|"
    r"(?:emptied|rid|robbed) of|levelled|evacuated|razed|sacked|looted|"
    r"under (?:siege|fire|attack|curfew)|without (?:power|water|electricity))\b"
)
FAR_TRAVELLED = re.compile(
    rf"{_GONE} {_SMALL_WORDS}(?:to|into|from){_GAP}|"
    rf"\b(?:fled|flees?|fleeing|set(?:s|ting)? (?:out|off)) {_SMALL_WORDS}(?:to|from|for){_GAP}|"
    # "pulled its 200 sappers out of X", "the rebels marched on X"
    rf"\b(?:pull|withdr[ae]w)(?:s|n|ed|ing)? (?:[\w’'-]+ ){{0,5}}out of{_GAP}|"
    rf"\b(?:march|advanc|converg)(?:e|es|ed|ing)? on{_GAP}"
)
# Before the name of what a place lies in: "Osh, Ohio", "Osh (Ohio)", "Osh in northern Ohio".
LARGER = re.compile(
    r", (?:in )?(?:on (?P<island>the (?:[\w-]+ )?island of ))?| \("
    r"|,? in (?P<part>(?:(?:far|the) )*(?:north|south|east|west|central|upper|lower)\w*(?: of)? )"
)
# "left X on Monday", "put into X": what ships and travellers do in towns.
LEFT = re.compile(
    rf"\b(?:left|leaves?|[Ll]eaving|depart|departed|departs|[Dd]eparting|clear|cleared|quit|vacated"
    rf"|transited|entered|made|passed|rounded){_GAP}"
)
DATED = re.compile(
    r" (?:on (?:the )?(?:\d|[A-Z][a-z]+day\b|[A-Z][a-z]+ \d)|for [A-Z]|aboard |"
    r"last |early |earlier |late |in ballast|laden |"
    r"(?:at|before|after|by) (?:dawn|daybreak|sunrise|noon|sunset|dusk|nightfall|"
    r"midnight|first light)|"
    r"in an? (?:\w+ ){0,3}(?:truck|lorry|van|car|coach|bus|boat|convoy|jeep|plane|jet|train)\b|"
    r"by (?:sea|air|rail|road|train|bus|boat|ship|plane|car|lorry|truck)|"
    r"(?:two|three|four|five|six|seven|ten|\d+) (?:days|hours|weeks) )"
)
# "came to X from Y"
CAME = re.compile(rf"\bc(?:ame|omes?|oming) (?:back |down |home |in |out |over |up )?to{_GAP}")
INTO = re.compile(
    r"\b(?:brought|taken|took|carried|led|moved|sent|towed|guided|steered|rode|pulled|rolled|came|"
    r"crossed|slipped|swept|walked|marched|drove|driven|fled|flew|flown|sailed|trooped|plodded|"
    r"trudged|trundled|pedall?ed|cycled|paddled|skied|limped|hobbled|strode|crept|filed|poured|streamed|"
    r"stumbled|crawled|crowded|squeezed|packed|pushed|advanced|retreated|roads?|highway|railway|route)"
    rf" (?:\S+ ){{0,5}}into{_GAP}"
)
MOORED = re.compile(
    r"\b(?:put(?:ting|s)? in(?:to| at)|call(?:ed|s|ing) at|bound (?:for|from)|"
    r"ma(?:de|king) for|turned for|course for|towed (?:in)?to|quitted|(?:back|home|over) to|"
    r"(?:is|are|was|were) due (?:back |home )?(?:in|at|off)|"
    r"(?:crossing|quay|jetty|wharf|pier|checkpoint|air(?:port|field|strip|base)|base|barracks|"
    r"(?:border|frontier) post) at|"
    r"(?:arriv|land|disembark|alight)(?:e|ed|es|ing|s) (?:in|at|on)|"
    r"g(?:e|o)t(?:s|ting)? off (?:in|at)|(?:touched|put|came) down (?:in|at)|"
    rf"(?:docked|docking|berthed|berthing|anchored|moored|tied|tying)(?: up)? (?:in|at|off)){_GAP}"
)
NOT_INSIDE = re.compile(r"['’/&-]| (?:[A-Z\d]|(?:and|or|&) [A-Z]\w+ [a-z]+(?:s|es)\b)")
# "X, the capital of Y", "X, a small town".
CALLED = re.compile(
    r", (?:the|an?|its) (?:[\w-]+ ){0,3}"
    r"(?:capital|city|town|village|hamlet|port|islands?|district|suburb|region|province|state"
    r"|airport|base|archipelago|atoll|islet|(?:British|French|Dutch|American|Danish) territory)\b"
)
# Ships and nobles: "the Pride of Bilbao", "the Duke of York".
OF_NAME = re.compile(r"\b(?:Spirit|Pride|Star|Maid|Belle|Duke|Duchess|Earl) of $")
ROYAL_NAME = re.compile(r"\b(?:Prince|Princess|Queen|King) of $")  # in a text on ships
# "The Rainha do Mindelo", in a text on ships: part of a name in another tongue.
FOREIGN_NAME = re.compile(
    rf"\b(?:[Tt]he|{'|'.join(sorted(VESSELS))}) "
    r"(?!(?:Universi|Ban[ck]|Port|Puerto|Prov|Gob|Gov)\w*)[A-Z]\w+ (?:d[aeiou]s?|del|della) $"
)
# Words that name no place by themselves, though some village bears them.
GENERIC = frozenset(
    """
    academy agriculture airport association authority avenue bank board bridge building bureau
    capital cathedral center central centre chamber church city club college commerce commission
    committee community company congress corner council country county court das department der
    die district division downtown east el embassy express federal foundation green group hall
    high hill hospital hotel house il industry institute international island la lake las le les
    library line los main mall marina market mass metropolitan midtown military ministry mission
    museum national north office olympic olympics palace park plaza police port post press
    prison province public railway republic river road royal salt school senate society south
    square st stadium state station street suburb team temple theater theatre tower town union
    united university uptown valley village way west world
    """.split()
)
# A distance beside the name: "12 km north of X", "X, about 12 km from".
LENGTH = r"\b(?:kms?|kilomet(?:er|re)s?|(?:nautical )?miles?|n?mi)\b"
MEASURED_TO = re.compile(rf"{LENGTH}[^.;!?\n]{{0,25}} (?:of|from|to|off|outside) (?:the )?$")
MEASURED_FROM = re.compile(
    r" (?:lies|lay|sits) (?:on|in|at|near|between|beside|about|some|just|north|south|east|west)\b|"
    r"(?:,| is| lies| lay| sits| stands| was)(?: exactly| roughly| about| almost)? half-?way "
    r"between\b|"
    rf"(?:,(?: an?| the)(?: [\w-]+){{0,4}} (?:{'|'.join(sorted(TOWNS))})(?: [a-z]+){{0,3}}"
    r"|(?:,| is| lies| lay| sits| stands| was)[a-z, ]{0,40}"
    rf"| and [A-Z]\w+ (?:are|lie|were)[a-z ]{{0,30}}) (?:(?:[\d.,]+(?: |-)?)?{LENGTH}"
    r"|(?:an?|\d+|[a-z-]+)[ -](?:hour|minute)s?['’]?s?[ -](?:drive|ride|flight|walk|sail|ferry))"
)
# A politician's seat: "Rep. Ann Moss, D-Pleasanton".
PARTY = re.compile(r"(?:, |\()[A-Z]{1,3}-$")
# Whose office it is: "Moldovan Prime Minister Ion Ceban", "Chad's foreign minister".
OFFICE = re.compile(
    r"(?:['’]s)? (?:deputy |vice |former |acting )?"
    r"(?:(?:prime|foreign|defen[cs]e|finance|interior|justice|health|trade|energy) minister|"
    r"president|king|queen|chancellor|premier|ambassador|minister|embassy|government|parliament|"
    r"army|navy|air force)\b",
    re.IGNORECASE,
)
# The head of a dispatch with its day, as "Bremerhaven, 4 June –", and one with or without:
# "LAGOS, Nigeria (Reuters) —".
DATED_LINE = re.compile(
    rf"(?:, [A-Z][\w. ]{{1,25}})?, (?:(?i:{MONTH}) \d{{1,2}}|\d{{1,2}} (?i:{MONTH}))"
    r"(?:,? \d{4})? ?(?:\([A-Z][\w ]+\) ?)?(?:—|–|--?) "
)
DATELINE = re.compile(r"(?:, [A-Z\d][\w. ]{1,25}){0,2} ?(?:\([A-Z][\w ]+\) ?)?(?:—|–|--?) ")
# "Barrow and Jackson counties", "Culver, Main and Charter streets".
LISTED = re.compile(
    r"(?:, [A-Z][\w.’']+){0,3},? (?:and|or|&) [A-Z][\w.’']+ "
    r"(?:(counties|parishes|provinces|states|districts|regions|towns|villages|cities)"
    r"|(?:streets|roads|avenues))\b"
)
# One end of a way: "from X to", "from Y to X", "between Y and X".
WAY_FROM = re.compile(r"\b(?:from|between) (?:the )?$")
WAY_TO = re.compile(
    r"\b(?:from|between) (?:the )?[A-Z][\w.’' -]{1,25} (?:to|and|for|via|through) (?:the )?$"
)
THE = re.compile(r"\b[Tt]he $")
# What follows a whole name, and not the first word of one: "the Hamburg will", "the Bremen,".
GOES_ON = re.compile(
    r"[.;:!?)]|,(?! [A-Z])|\s(?:and|or)\s(?![A-Z])|"
    r"\s(?:will|would|could|should|had|has|have|is|was|in|on|at|to|from|for|with|by|sails?|"
    r"docks?|put|puts|sank|lay|came|left|went|struck|ran|\w{2,}ed)\b"
)
AT = frozenset("at in inside outside near around toward towards to".split())
