"""Who and what travels: the tables of vehicles, people, cargo, and of what never travels."""

#: What stands before the names of ships.
SHIP_PREFIXES = frozenset(
    (
        "USS HMS MV MS SS RMS INS HMAS HMCS HMNZS USNS USCGC USAV M/V MT M/T RV R/V FV F/V SV S/V "
        "ROKS JS HDMS HNLMS HNoMS HSwMS KRI BRP TCG ARA ESPS FGS ORP BNS CCGS LÉ PNS RFA RFS RSS"
    ).split()
)
#: Vehicles only where they carry somebody: a coach that flies to Oslo is a person.
CARRIERS = {
    "coach": "road",
    "rover": "road",
    "vehicle": "road",
    "charter": "air",
    "launch": "sea",
    "express": "rail",
    "railway": "rail",
    "airline": "air",
    "airlines": "air",
    "airways": "air",
    "railways": "rail",
    **dict.fromkeys(("eurostar", "tgv", "shinkansen"), "rail"),
    **dict.fromkeys("lada toyota hilux mercedes volkswagen volga skoda trabant".split(), "road"),
    "packet": "sea",
    "tender": "sea",
}

_VEHICLES: tuple[tuple[str, str], ...] = (
    (
        "rail",
        (
            "train rail railway railroad railcar locomotive wagon tram sleeper trainload boxcar "
            "flatcar express"
        ),
    ),
    (
        "sea",
        (
            "semi-submersible ship vessel boat ferry tanker freighter frigate destroyer submarine "
            "yacht trawler barge cruiser warship corvette dinghy liner tugboat tug "
            "coaster feeder steamer icebreaker flotilla fleet armada schooner catamaran dhow "
            "sailboat lifeboat minelayer raft bulker sea water gunboat steamship minesweeper "
            "minehunter hovercraft speedboat canoe kayak carrier "
            "boxship aframax suezmax panamax capesize "
            "gulet pirogue skiff motorboat ketch sloop trimaran hydrofoil seiner boatload shipload "
            "inflatable troopship battleship flagship lightship longship motorship slaver whaler "
            "cutter craft kamsarmax handymax supramax ultramax vlcc ropax ro-pax ro-ro roro reefer "
            "barque brig brigantine clipper sealer galleon lugger smack wherry sampan junk "
            "caique felucca yawl pinnace outrigger longboat whaleboat steamboat houseboat shrimper"
        ),
    ),
    (
        "air",
        (
            "plane aircraft jet airplane aeroplane airliner helicopter flight bomber "
            "chopper airlift air seaplane balloon zeppelin airship glider airbus "
            "boeing cessna antonov ilyushin tupolev embraer gulfstream learjet jumbo "
            "planeload turboprop gunship biplane hercules globemaster chinook sukhoi mig"
        ),
    ),
    (
        "road",
        (
            "car truck lorry flatbed bus charabanc van convoy motorcade motorcycle motorbike bike "
            "bicycle tandem taxi minibus limousine ambulance hearse jeep road highway motorway "
            "minivan pickup trailer caravan cab suv moped scooter rickshaw busload truckload "
            "pick-up horsebox lorryload coachload carload juggernaut low-loader ute motorhome "
            "camper"
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
        "orchestra parent father mother dad mum mom brother sister son daughter "
        "husband wife widow friend colleague relative resident villager citizen "
        "national veteran survivor victim civilian evacuee pair duo trio lawmaker "
        "parliamentarian congressman delegate "
        "representative negotiator mediator peacekeeper marine paratrooper ranger guard "
        "militant fighter rebel gunman insurgent recruit mercenary conscript reservist nun "
        "monk priest preacher missionary imam archbishop cardinal aide adviser advisor deputy "
        "counterpart visitor guest candidate winner champion squad teenager infant baby "
        "toddler pensioner labourer laborer nomad herder trafficker tycoon billionaire "
        "founder column ceo boss rower cyclist runner hiker walker swimmer adventurer backpacker "
        "holidaymaker scholar professor biologist geologist historian archaeologist poet painter "
        "sculptor composer conductor pianist violinist choir ensemble troupe circus dancer "
        "ballerina comedian clown magician chef cook waiter barber tailor shepherd herdsman "
        "farmhand miner logger hunter trapper fan supporter spectator striker goalkeeper coach "
        "referee umpire boxer wrestler gymnast sprinter jockey cadet lieutenant major "
        "sergeant corporal private gunner sapper platoon company squadron garrison contingent "
        "detachment twin cousin uncle aunt nephew niece grandmother grandfather "
        "grandson granddaughter bride groom fiancee newlywed orphan baroness baron duke duchess "
        "count countess earl lord lady knight nobleman courtier crusader conquistador colonist "
        "settler pioneer slave servant maid nanny butler gang robber thief murderer killer "
        "kidnapper hijacker pirate poacher spy agent defector exile emigrant "
        "immigrant evangelist rabbi mufti ayatollah cleric vicar abbot abbess friar hermit saint "
        "apostle prophet disciple midwife paramedic rescuer firefighter lifeguard vet dentist "
        "pharmacist psychologist economist banker accountant auditor broker dealer salesman "
        "shopkeeper grocer baker butcher brewer carpenter mason plumber electrician mechanic "
        "technician welder bricklayer intern apprentice graduate undergraduate alumni lecturer "
        "librarian curator editor columnist cameraman filmmaker novelist playwright translator "
        "interpreter guide crewman stowaway castaway pedestrian commuter motorist "
        "motorcyclist trucker courier postman stewardess astronomer botanist naturalist "
        "zoologist physicist chemist mathematician philosopher balloonist aviator skipper "
        "yachtsman kayaker canoeist skier snowboarder sherpa porter bedouin tribe "
        "clan member accused defendant plaintiff attendee applicant occupant inhabitant "
        "prelate pontiff laureate politician statesman potentate dignitary barrister "
        "participant peloton assistant consultant claimant informant combatant household newcomer "
        "outsider stranger homeless everyone everybody townspeople adult minor juvenile invalid "
        "casualty adolescent newborn reinforcement replacement"
    ).split()
)
#: Cargo that a weak verb may move.
CARGO = frozenset(
    (
        "body remains coffin cargo container load freight good goods supply aid food grain "
        "wheat corn rice flour coal oil gas fuel petrol diesel crude steel ore uranium copper "
        "nickel cobalt lithium zinc silver iron bauxite aluminium aluminum rubber paper leather "
        "fertiliser fertilizer timber weapon arm arms munition ammunition shell missile tank "
        "howitzer rifle gun cartridge grenade explosive equipment machinery material part "
        "component vaccine medicine dose ventilator tent blanket parcel package pallet box crate "
        "animal horse elephant panda rhino cow cattle sheep painting sculpture statue artefact "
        "artifact treasure gold statuette manuscript relic banknote drug cocaine heroin turbine "
        "generator transformer reactor engine satellite telescope car vehicle truck tonne ton "
        "barrel bale bag sack thousand hundred dozen million consignment shipment delivery batch "
        "stock haul loot spoil convoy battery livestock cheese wine tea coffee sugar salt "
        "cotton silk spice fruit banana vegetable fish meat milk beer cement brick marble "
        "ivory urn ash vase carpet rug furniture bell coin jewel diamond crown gem fossil "
        "skeleton mummy skull bone sapling seed tulip flower plant tree dog cat bird whale bear "
        "wolf tiger lion leopard turtle tortoise dolphin penguin gorilla chimpanzee camel goat "
        "pig chicken pigeon parrot snake crocodile mango potato onion tomato tobacco cocoa rum "
        "whisky water ice petroleum ammonia wool hide fur tyre bicycle boat yacht "
        "tractor crane drill rig module capsule probe stamp letterbox mask glove oxygen blood "
        "cross altar tiara icon necklace sword throne trophy cup violin cello piano guitar "
        "instrument organ kidney serum antidote "
        "textbook bible ballot passport "
        "stone pipe cable wire chip computer phone laptop toy cloth garment rocket warhead"
    ).split()
)
MOVERS = PEOPLE | CARGO
#: Who lands on a shore as well as at an airport.
SEAFARERS = frozenset(
    "migrant refugee troop soldier marine sailor fisherman settler explorer".split()
)
#: By what somebody goes who is known by it.
TRADES = {
    **dict.fromkeys("airman airwoman aviator aviatrix balloonist flier flyer".split(), "air"),
    **dict.fromkeys("rower yachtsman yachtswoman canoeist kayaker".split(), "sea"),
    **dict.fromkeys("cyclist motorcyclist biker motorist hitchhiker".split(), "road"),
    **dict.fromkeys("walker hiker rambler trekker".split(), "foot"),
}
#: What flies by itself and makes no journey.
PROJECTILES = frozenset(
    (
        "missile rocket shell bullet warhead drone bomb projectile mortar debris "
        "water mud lava sand dust snow slick ash"
    ).split()
)
#: What never travels, however it is said: words, money, weather, ways, and blows.
IMMOVABLE = frozenset(
    (
        "company firm airline operator bank agency ministry government parliament "
        "talk talks ceasefire truce negotiation relation relations tie war conflict dispute "
        "attention focus audience hearer listener viewer "
        "price market share power electricity news message letter call statement "
        "speech signal warning word threat blow verdict judgment ruling vote support help "
        "money fund dollar euro pound rouble ruble yen yuan cash payment loan fare "
        "grant investment tax profit storm hurricane typhoon cyclone rain flood wave fire "
        "point goal smoke haze smog fog dust plume "
        "wind temperature virus disease outbreak pandemic infection road highway route "
        "bulletin tender contract search hunt quest "
        "path way line pipeline bypass expressway trail river stream border frontier coast "
        "railway track bridge tunnel canal headquarters headquarter office embassy capital factory "
        "production operation business campaign case trial appeal complaint matter issue question "
        "decision deal agreement treaty plan process visa influence interest tension violence "
        "fighting protest movement trend inflation recession growth idea concept story rumour "
        "rumor report email invitation proposal request greeting condolence congratulation "
        "postcard apology thanks data information ultimatum lecture address sermon "
        "eulogy lira peso rupee rand franc krona shilling baht currency rate residence "
        "bullet strike airstrike attack raid assault blast explosion earthquake quake tremor "
        "ember spark spore rust blight fungus pathogen "
        "pollen fume cloud sound light shock sense feeling heart mind game games match "
        "final "
        "tournament season album show exhibition ball lead win victory defeat title "
        "crown order number paper chapter weather fever cancer corner summer winter "
        "committee fee bill law legislation budget resolution draft document tower "
        "shower answer offer crow layer sector factor disaster quarter terror prayer disorder "
        "error investor consumer voter electorate club championship election result time year "
        "month week day night morning evening afternoon hour effect impact pressure burden "
        "rent wage unemployment front heatwave blame responsibility sovereignty control rule "
        "change shift transition access entry concert broadcast programme program ceremony "
        "service mass race interview opera ballet performance fashion craze fad style music genre "
        "tune melody hymn listing remittance scandal flu shiver ripple murmur aftershock chill "
        "variant strain brand franchise saving cold heat frost blaze wildfire revolt uprising "
        "revolution rebellion unrest riot lunchtime midday noon dawn dusk nightfall midnight "
        "daybreak breakfast ownership gospel worm mail trouble walkout boycott rally ebola "
        "cholera measles plague covid dengue zika polio malaria smallpox recipe cuisine language "
        "term slang tradition custom ban hearing inquest sitting bribe kickback proceeds "
        "anger hunger laughter horror fervour fervor clamour clamor humour humor barrier cluster "
        "chatter poster sticker banner contagion wonder splendour vigour danger "
        "summit meeting conference congress forum seminar workshop festival file note memo "
        "telegram diary influenza lake glacier dune desert volcano landslide avalanche footpath "
        "towpath dossier measle seat clip video footage tango meme hashtag podcast crisis street "
        "avenue square palace panic euphoria optimism pessimism debate row discontent upheaval "
        "turmoil recovery downturn slump boom bubble hype hope dream fear despair gloom mood curse "
        "myth legend memory history era politics diplomacy democracy corruption graft poverty "
        "drought famine flooding deadlock stalemate standoff impasse backlash momentum pendulum "
        "spotlight alarm confidence crackdown purge epidemic jubilation grief mourning outrage "
        "fury rage nostalgia rise increase decrease decline surge uptick shortage glut"
    ).split()
)

#: What rolls on its own tracks, though mostly it is moved.
ROLLING = frozenset(
    "column vehicle tank armour armor artillery howitzer tractor bulldozer excavator combine "
    "float".split()
)
#: What carries or takes without a journey: ways, and works that tell of places.
CARRYING = frozenset(
    (
        "pipeline line viaduct flyover road track canal bridge tunnel cable route path "
        "river link novel book film movie story song tale show album play poem article "
        "chapter exhibition documentary series game memoir speech lecture sermon broadcaster "
        "channel network station gallery museum menu guidebook "
        "death resignation closure collapse crash retirement absence veto blackout outage"
    ).split()
)

#: Who holds an office of a country is taken to live there; a Kenyan runner may live anywhere.
OFFICES = frozenset(
    "leader president premier minister chancellor king queen emperor sultan emir prince "
    "princess monarch ruler dictator head secretary governor ambassador envoy diplomat "
    "general admiral chief senator lawmaker delegation official "
    "negotiator".split()
)
