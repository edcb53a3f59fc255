"""What a wish names and no search can use is said, and said once."""

from pathlib import Path

from tests.agent.talking import talking

_UNUSED = [
    ("A hotel in Lisbon from 10 to 13 December with a helipad", "search by “helipad”"),
    ("A hotel in Paris near the cathedral from 10 to 12 December", "search by “cathedral”"),
    ("A flight from Berlin to Lisbon on 10 December, one way, with Lufthansa", "search by “Lufthansa”"),
    ("Can I stay at the Ritz in Paris from 10 to 12 December?", "nothing called “Ritz”"),
    ("can i stay at the ritz in paris from 10 to 12 december", "nothing called “ritz”"),
    ("Ein Zimmer im Hotel Adlon in Berlin vom 10. bis 12. Dezember", "„Adlon“"),
    ("Un hôtel à Paris du 10 au 12 décembre près de la cathédrale", "« cathédrale »"),
    ("Un hotel en Madrid del 10 al 12 de diciembre cerca de la catedral", "«catedral»"),
    ("Um hotel em Lisboa de 10 a 13 de dezembro com heliporto", "«heliporto»"),
]
_USED = [
    "A hotel in Lisbon from 10 to 13 December with a pool, near the beach",
    "A hotel in Lisbon from 10 to 13 December with my wife",
    "Ein Hotel in Lissabon vom 10. bis 13. Dezember mit Aufzug, für zwei Personen",
    "Un hôtel à Lisbonne du 10 au 13 décembre avec ascenseur",
]
_ELSEWHERE = [
    ("Train from Berlin to Munich on 10 December", "“Train” is nothing I can arrange"),
    ("Ich brauche einen Mietwagen in Faro vom 3. bis 6. Januar", "„Mietwagen“"),
    ("location de voiture à Nice du 3 au 6 janvier", "« location de voiture »"),
    ("Un tren de Madrid a Sevilla el 10 de diciembre", "«tren»"),
    ("Can you order a pizza for us tonight?", "“order a pizza” is nothing I can arrange"),
    ("Kannst du uns heute Abend Sushi bestellen?", "„Sushi bestellen“"),
    ("Um comboio de Lisboa para o Porto a 10 de dezembro", "«comboio»"),
]


async def test_what_no_search_can_use_is_said_beside_what_was_found(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        for wish, words in _UNUSED:
            turn = await (await talk.again()).say(wish)
            assert [status for _, status in turn.tools] == ["ok"]
            assert words in turn.text.replace("\u00a0", " ")


async def test_nothing_is_said_of_what_the_search_takes_into_account(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        for wish in _USED:
            text = (await talk.say(wish)).text
            assert not any(each in text for each in ("search by", "Nach „", "chercher selon")), text


async def test_a_house_that_is_found_is_not_said_to_be_missing_but_meant(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        found = (await talk.say("Hotels in Berlin from 10 to 12 December")).results("search_hotels")[0]
        title = found["items"][1]["title"]
        turn = await talk.say(f"A room at the {title} in Berlin from 14 to 16 December")
        assert "nothing called" not in turn.text
        assert "not among" not in turn.text
        assert f"Please check: **{title}**" in (await talk.say("Book it")).text


async def test_what_nobody_here_sells_searches_nothing_and_is_said(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        for wish, words in _ELSEWHERE:
            fresh = await talk.again()
            await fresh.say("A table in Hamburg, pizza please")
            turn = await fresh.say(wish)
            assert turn.tools == []
            assert words in turn.text.replace("\u00a0", " ")
            assert "?" not in turn.text  # nothing of the old wish is asked again


async def test_the_word_that_asks_for_a_thing_is_no_place_in_it(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        wish = "preciso de um táxi em Lisboa no dia 10 de dezembro às 15h para o aeroporto"
        text = (await talk.say(wish)).text
        assert "táxi →" not in text
        result = (await talk.say("do Chiado")).results("search_rides")
        assert all(each["request"].get("pickup") != "táxi" for each in result)
