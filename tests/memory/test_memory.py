"""What a customer says is known next time, and changes as they say."""

from datetime import UTC, datetime, timedelta

import pytest

from memory.clock import AdjustableClock
from memory.extraction.wishes import WishKind
from memory.memory import Memory
from memory.models import FactStatus, Purpose
from tests.memory.conftest import ANA
from tests.memory.speaker import Speaker


async def test_what_was_said_is_recalled_in_another_conversation(ana: Speaker) -> None:
    learned = await ana.say("I always take an aisle seat on planes, I have long legs.")
    assert [fact.value for fact in learned.stored] == ["aisle"]
    await ana.come_back()
    (found,) = await ana.recall("Book me a flight to Madrid on Friday.")
    assert (found.fact.attribute, found.fact.value) == ("flight.seat", "aisle")
    assert found.fact.source.words.startswith("I always take")


async def test_a_move_supersedes_the_old_home_and_both_stay_answerable(ana: Speaker, clock: AdjustableClock) -> None:
    await ana.say("I live in Porto, near Boavista.")
    clock.advance(timedelta(days=60))
    learned = await ana.say("We moved to Lisbon last week, we're in Alvalade now.")
    assert [fact.value for fact in learned.superseded] == ["Porto, Boavista"]
    now = [found.fact.value for found in await ana.recall("Find me a plumber close to home.")]
    assert now == ["Lisbon, Alvalade"]
    then = [found.fact.value for found in await ana.recall("Where did I live in March?")]
    assert then[0] == "Porto, Boavista"


async def test_a_correction_retracts_what_was_never_true(ana: Speaker) -> None:
    await ana.say("My wife's birthday is the 14th of June.")
    learned = await ana.say("Sorry, I mean the 24th of June.")
    assert [fact.value for fact in learned.retracted] == ["06-14"]
    past = await ana.recall("When was my wife's birthday before?")
    assert [found.fact.value for found in past] == ["06-24"]


async def test_going_back_to_an_old_value_is_no_repetition(ana: Speaker) -> None:
    await ana.say("I'm vegan.")
    await ana.say("I eat fish again, so pescatarian now.")
    await ana.say("Back to fully vegan since Easter.")
    assert await ana.facts() == [("diet", "vegan")]
    assert await ana.facts(FactStatus.SUPERSEDED) == [("diet", "vegan"), ("diet", "pescatarian")]


async def test_the_same_thing_five_ways_is_one_fact_with_five_mentions(memory: Memory, ana: Speaker) -> None:
    for text in (
        "I don't eat pork.",
        "No pork for me please.",
        "As I said, pork is out.",
        "Pork-free option?",
        "Remember I avoid pork.",
    ):
        await ana.say(text)
    (fact,) = await ana.known()
    assert len(await memory.facts.mentions(ANA, fact.id)) == 5


async def test_what_holds_for_a_while_runs_out(ana: Speaker, clock: AdjustableClock) -> None:
    await ana.say("I'm in Berlin until Thursday.")
    assert [found.fact.value for found in await ana.recall("Dinner nearby?")] == ["Berlin"]
    clock.advance(timedelta(days=7))
    assert await ana.recall("Dinner nearby?") == ()
    assert await ana.facts(FactStatus.EXPIRED) == [("location", "Berlin")]


async def test_for_this_trip_does_not_supersede_what_is_liked_always(ana: Speaker) -> None:
    await ana.say("I always take an aisle seat.")
    learned = await ana.say("Just for this trip I prefer a window seat.")
    assert learned.superseded == ()
    assert await ana.facts() == [("flight.seat", "aisle"), ("flight.seat", "window")]


async def test_a_wish_for_tonight_is_no_preference(ana: Speaker) -> None:
    await ana.say("I usually love sushi but tonight I fancy something greasy, a burger.")
    assert await ana.facts() == [("food", "sushi")]


async def test_others_facts_hang_on_them(ana: Speaker) -> None:
    await ana.say("My wife Inês is vegetarian. I'm having the steak.")
    (fact,) = await ana.known()
    assert (fact.subject, fact.value) == ("customer.spouse:Inês", "vegetarian")


async def test_she_is_who_was_spoken_of_last(memory: Memory, ana: Speaker) -> None:
    await memory.decide(ANA, Purpose.SPECIAL_CATEGORIES, True, "widget")
    await ana.say("I'm meeting my boss Carla on Tuesday.")
    await ana.say("She's coeliac, so pick somewhere safe.")
    (fact,) = await ana.known()
    assert fact.subject == "third:Carla(boss)"


async def test_a_brother_who_was_taken_for_a_husband(ana: Speaker) -> None:
    await ana.say("My husband Rui loves jazz.")
    await ana.say("Rui is my brother, not my husband.")
    subjects = {fact.subject for fact in await ana.known()}
    assert subjects == {"customer.brother:Rui"}


async def test_safety_is_always_recalled_whatever_else_is_asked(memory: Memory, ana: Speaker) -> None:
    await memory.decide(ANA, Purpose.SPECIAL_CATEGORIES, True, "widget")
    await ana.say("Please remember I have a severe nut allergy.")
    await ana.say("Keep answers short, and text me, never call.")
    for taste in ("jazz", "fado", "opera", "blues", "rock", "techno", "tulips", "roses", "museums", "hiking"):
        await ana.say(f"I love {taste}.")
    found = await ana.recall("Order a cake for the office party.")
    always = {one.fact.attribute for one in found if [each.of for each in one.why] == ["always"]}
    assert always == {"allergy", "style.reply", "channel"}
    assert len(found) == 3 + 8


async def test_a_message_from_an_erased_conversation_teaches_nothing(memory: Memory, ana: Speaker) -> None:
    await memory.threads.delete(ANA, ana.thread.id)
    message = ana.thread.id
    learned = await ana.learn("I'm vegan.", message)  # type: ignore[arg-type]
    assert learned.stored == ()
    assert await ana.known() == ()


async def test_nothing_is_learned_from_a_private_conversation(memory: Memory, ana: Speaker) -> None:
    await memory.threads.keep_private(ANA, ana.thread.id)
    await ana.say("I'm vegan.")
    assert await ana.known() == ()


async def test_wishes_about_remembering_are_told_to_the_host(ana: Speaker) -> None:
    assert (wish := (await ana.say("Please forget that I'm vegan.")).wish) is not None
    assert (wish.kind, wish.what) == (WishKind.FORGET, "I'm vegan")
    assert (await ana.say("Don't forget that I'm vegan.")).wish is None
    assert await ana.facts() == [("diet", "vegan")]


async def test_facts_are_told_in_the_customers_language(memory: Memory, ana: Speaker) -> None:
    await ana.say("I'm vegan.")
    await ana.say("My son Leo was born on 3 May.")
    vegan, born = await ana.known()
    assert memory.tell(vegan, "en-GB") == "You are vegan"
    assert memory.tell(vegan, "de-DE") == "Sie ernähren sich vegan"
    assert memory.tell(born, "fr-FR") == "Leo — anniversaire le 3 mai"


async def test_an_age_is_kept_as_a_birth_estimate_and_told_as_of_today(
    memory: Memory, ana: Speaker, clock: AdjustableClock
) -> None:
    await ana.say("Find a brunch place for Sunday, we'll have our six-month-old Leo with us.")
    born, child = await ana.known()
    assert (born.subject, born.value, child.value) == ("customer.child:Leo", "2025-09 (approx.)", "Leo")
    clock.advance(datetime(2026, 9, 10, tzinfo=UTC) - clock.now())
    assert memory.tell(born, "en-GB") == "Leo was born around September 2025 (about 1 year old now)"


async def test_reindexing_gives_the_same_recall(memory: Memory, ana: Speaker) -> None:
    for text in ("I love jazz.", "I hate mushrooms.", "I collect stamps."):
        await ana.say(text)
    before = [one.fact.id for one in await ana.recall("a concert")]
    assert await memory.reindex() == 3
    assert [one.fact.id for one in await ana.recall("a concert")] == before


@pytest.mark.parametrize(
    ("liked", "changed"),
    [
        ("I prefer direct flights.", "I used to insist on direct flights, but I don't mind changing planes any more."),
        ("I prefer direct flights.", "I don't mind layovers any more."),
        ("Ich bevorzuge Direktflüge.", "Früher wollte ich Direktflüge, aber das ist vorbei."),
        ("Je préfère les vols directs.", "Avant, je préférais les vols directs."),
        ("Prefiero los vuelos directos.", "Antes prefería los vuelos directos."),
        ("Eu prefiro voos diretos.", "Antes eu preferia voos diretos."),
    ],
)
async def test_what_somebody_used_to_want_is_the_past(ana: Speaker, liked: str, changed: str) -> None:
    await ana.say(liked)
    assert await ana.facts() == [("flight.stops", "0")]
    await ana.say(changed)
    assert ("flight.stops", "0") not in await ana.facts()
    assert not [each for each in await ana.known() if each.attribute != "flight.stops"]
