"""Slack's names of the emoji that people and apps use most."""

import re
from collections.abc import Mapping

_TABLE = """
+1 👍, thumbsup 👍, -1 👎, thumbsdown 👎, ok_hand 👌, clap 👏, raised_hands 🙌, pray 🙏, wave 👋,
muscle 💪, eyes 👀, point_up ☝️, point_right 👉, raised_hand ✋, writing_hand ✍️, handshake 🤝,
heart ❤️, blue_heart 💙, green_heart 💚, yellow_heart 💛, broken_heart 💔, tada 🎉, fire 🔥,
rocket 🚀, star ⭐, star2 🌟, sparkles ✨, zap ⚡, bulb 💡, bell 🔔, no_bell 🔕, calendar 📆,
spiral_calendar_pad 🗓️, date 📅, clock1 🕐, hourglass ⌛, hourglass_flowing_sand ⏳,
stopwatch ⏱️, alarm_clock ⏰, watch ⌚, white_check_mark ✅, heavy_check_mark ✔️,
ballot_box_with_check ☑️, x ❌, negative_squared_cross_mark ❎, warning ⚠️, no_entry ⛔,
no_entry_sign 🚫, question ❓, grey_question ❔, exclamation ❗, bangbang ‼️, 100 💯,
red_circle 🔴, large_orange_circle 🟠, large_yellow_circle 🟡, large_green_circle 🟢,
large_blue_circle 🔵, large_blue_diamond 🔷, white_circle ⚪, black_circle ⚫, arrow_right ➡️,
arrow_left ⬅️, arrow_up ⬆️, arrow_down ⬇️, repeat 🔁, link 🔗, lock 🔒, unlock 🔓, key 🔑, mag 🔍,
memo 📝, pencil ✏️, pencil2 ✏️, clipboard 📋, page_facing_up 📄, books 📚, book 📖, bookmark 🔖,
pushpin 📌, round_pushpin 📍, paperclip 📎, bar_chart 📊, chart_with_upwards_trend 📈,
chart_with_downwards_trend 📉, speech_balloon 💬, thought_balloon 💭, mega 📣, loudspeaker 📢,
email 📧, envelope ✉️, inbox_tray 📥, outbox_tray 📤, package 📦, hammer 🔨, wrench 🔧, gear ⚙️,
construction 🚧, rotating_light 🚨, ambulance 🚑, fire_engine 🚒, bug 🐛, robot_face 🤖, ghost 👻,
computer 💻, floppy_disk 💾, sunny ☀️, cloud ☁️, umbrella ☔, snowflake ❄️, rainbow 🌈,
coffee ☕, tea 🍵, cake 🍰, birthday 🎂, beers 🍻, pizza 🍕, seedling 🌱, deciduous_tree 🌳, dart 🎯,
trophy 🏆, medal 🏅, checkered_flag 🏁, triangular_flag_on_post 🚩, smile 😄, grinning 😀, grin 😁,
joy 😂, slightly_smiling_face 🙂, wink 😉, blush 😊, relaxed ☺️, thinking_face 🤔, face_palm 🤦,
shrug 🤷, neutral_face 😐, confused 😕, worried 😟, cry 😢, sob 😭, sweat_smile 😅, sunglasses 😎,
heart_eyes 😍, scream 😱, hugging_face 🤗, zzz 💤, sleeping 😴, bow 🙇, ok 🆗, new 🆕,
information_source ℹ️, heavy_plus_sign ➕, heavy_minus_sign ➖
"""
NAMES: Mapping[str, str] = {name: sign for name, sign in map(str.split, _TABLE.replace("\n", " ").split(","))}
COMMON = ("+1", "white_check_mark", "eyes", "heart", "tada", "pray", "bulb", "raised_hands", "thinking_face", "100")
_SHORTCODE = re.compile(r":([a-z0-9_+'-]+)(?:::skin-tone-\d)?:")


def emoji(name: str) -> str:
    """The character, or the name between colons where it is none of the known."""
    return NAMES.get(name.partition("::")[0], f":{name}:")


def with_emoji(text: str) -> str:
    return _SHORTCODE.sub(lambda found: NAMES.get(found[1], found[0]), text)
