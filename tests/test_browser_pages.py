"""The pages as a reader's browser shows them: nothing moves, all can be reached and read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page

from articles.choices import CreditRole
from articles.models import Article, Credit, Passage, Revision
from articles.search.index import index_articles
from tests.builders import make_category, make_copies, make_published, make_source, shown
from tests.pictures import keep_image

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAY = datetime(2026, 5, 1, 9, tzinfo=UTC)
# How punctuation is set between characters that all have one width, and where lines may break.
CHINESE = {
    "lineBreak": "strict",
    "textAlign": "justify",
    "textAutospace": "normal",
    "textSpacingTrim": "trim-start",
    "letterSpacing": "normal",
}
PARAGRAPH = "渡口的老船工每天早晨五点解缆，他说雾越大，越要听水声，“水声比眼睛可靠”。" * 4
WORDS = "The ferryman unties his boat at five every morning and listens before he looks. " * 5

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What moved while nobody touched it, as words: how far, and what it was.
SHIFTS = """async () => {
  const moved = [], where = (box) => [box.x, box.y, box.width, box.height].join(" ");
  new PerformanceObserver(list => list.getEntries().forEach(entry => {
    for (const {node, previousRect, currentRect} of entry.sources)
      moved.push(`${entry.value}: ${where(previousRect)} to ${where(currentRect)}: `
        + ((node && (node.outerHTML || node.textContent)) || "").slice(0, 90));
  })).observe({type: "layout-shift", buffered: true});
  for (let y = 0; y < document.body.scrollHeight; y += 400) {
    window.scrollTo(0, y);
    await new Promise(done => setTimeout(done, 30));
  }
  await new Promise(done => setTimeout(done, 150));
  return moved;
}"""
# The same for a page that arrives tag by tag, as on a slow line: a browser paints what it has.
ARRIVALS = """async () => {
  const html = await (await fetch(location.href)).text(), start = html.indexOf("<body");
  document.body.innerHTML = "";
  const frame = document.body.appendChild(document.createElement("iframe"));
  frame.style.cssText = "position: fixed; inset: 0; width: 100%; height: 100%; border: 0";
  const page = frame.contentDocument, moved = [], places = new Map();
  page.open();
  page.write(html.slice(0, start).replace(/<script[^]*?<\\/script>/g, ""));
  await new Promise(done => page.querySelector("[rel=stylesheet]").onload = done);
  for (const piece of html.slice(start).split(/(?<=>)|(?=<)/)) {
    page.write(piece);
    for (const e of page.body ? page.body.querySelectorAll("*") : []) {
      const {x, y, width, height} = e.getBoundingClientRect(), before = places.get(e);
      if (before && Math.abs(before.x - x) + Math.abs(before.y - y) > 1)
        moved.push(`${before.x} ${before.y} to ${x} ${y}: ${e.outerHTML.slice(0, 90)} at ${piece}`);
      if (width && height) places.set(e, {x, y});
    }
  }
  page.close();
  return moved;
}"""
# The rules of accessibility that a template can break; what each found, as words.
FAULTS = """() => {
  const faults = [], all = (what) => [...document.querySelectorAll(what)];
  const name = (e) => (e.getAttribute("aria-label") || e.innerText || e.textContent
    || [...(e.labels || [])].map(l => l.textContent).join("")
    || [...e.querySelectorAll("img")].map(i => i.alt).join("")).trim();
  for (const e of all("a, button, input, nav, form[role=search]")) {
    if (e.matches("[aria-hidden=true], form")) continue;
    if (!name(e)) faults.push("no name: " + e.outerHTML.slice(0, 90));
  }
  for (const e of all("[aria-hidden=true]"))
    if (e.tabIndex >= 0) faults.push("hidden but reached: " + e.outerHTML.slice(0, 90));
  for (const e of all("img"))
    if (!e.hasAttribute("alt") || !e.width || !e.hasAttribute("height"))
      faults.push("picture: " + e.outerHTML.slice(0, 90));
  const levels = all("h1, h2, h3, h4, h5, h6").map(e => +e.tagName[1]);
  if (levels.filter(n => n === 1).length !== 1) faults.push("h1: " + levels);
  levels.reduce((a, b) => { if (b > a + 1) faults.push("levels: " + levels); return b; }, 0);
  for (const [what, count] of [["main", 1], ["body > header", 1], ["body > footer", 1]])
    if (all(what).length !== count) faults.push("landmarks: " + what);
  const navs = all("nav").map(e => e.getAttribute("aria-label"));
  if (new Set(navs).size !== navs.length) faults.push("navs of one name: " + navs);
  const ids = all("[id]").map(e => e.id);
  if (new Set(ids).size !== ids.length) faults.push("ids: " + ids);
  for (const e of all("[aria-labelledby]"))
    if (!document.getElementById(e.getAttribute("aria-labelledby"))) faults.push("label");
  for (const e of all("ul > *, ol > *"))
    if (e.tagName !== "LI") faults.push("list: " + e.outerHTML.slice(0, 90));
  if (!document.documentElement.lang || !document.title) faults.push("no language or title");
  return faults;
}"""
CONTRAST = """() => {
  const rgb = (c) => c.match(/[\\d.]+/g).map(Number);
  const light = (c) => rgb(c).slice(0, 3).map(v => v / 255)
    .map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const ground = (e) => {
    for (let at = e; at; at = at.parentElement) {
      const c = rgb(getComputedStyle(at).backgroundColor);
      if (c.length === 3 || c[3] > 0) return getComputedStyle(at).backgroundColor;
    }
    return "rgb(255, 255, 255)";
  };
  return [...document.body.querySelectorAll("*")]
    .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
    .map(e => [light(getComputedStyle(e).color), light(ground(e)), e.outerHTML.slice(0, 80)])
    .map(([a, b, html]) => [(Math.max(a, b) + .05) / (Math.min(a, b) + .05), html])
    .filter(([ratio]) => ratio < 4.5);
}"""


@pytest.fixture
def story(live_server) -> Article:
    """A Chinese story with a picture in its text, and all that may stand around one."""
    image, lead = keep_image(), keep_image()
    article = make_published(
        "桥通了，摆渡人老何坐上了第一班火车",
        language="zh",
        body=f"<p>{PARAGRAPH}</p><figure><img src='{image.url}'><figcaption>渡口</figcaption>"
        f"</figure><blockquote><p>{PARAGRAPH}</p></blockquote><ul><li><p>一</p></li></ul>"
        f'<p><a href="https://a.example/bridge">更多</a><em>第一班</em>{PARAGRAPH}</p>',
        source=make_source("松河日报", rights="版权所有"),
        categories=(make_category("城市", slug="city"),),
        canonical_url="https://river.example/bridge",
        lead=lead,
        published_at=DAY,
    )
    article.article_images.create(image=image, position=1)
    Credit.objects.create(article=article, role=CreditRole.REPORTER, name="何方")
    Revision.objects.create(
        article=article, version=9, values={}, correction="班次应为六班。", visible_from=DAY
    )
    words = f"<p><em>First</em> {WORDS}</p>"
    copy = make_published("The bridge is open", language="en", body=words)
    make_copies(article, copy)
    other = make_published("渡轮停航", language="zh", published_at=DAY.replace(day=3))
    Passage.objects.create(
        article=article, other=other, start=0, end=60, other_start=0, other_end=60
    )
    index_articles([article, copy, other])
    return shown(article)


def paths(story: Article) -> list[str]:
    category, source = story.categories.get(), story.source
    assert source is not None
    return [
        "/",
        story.get_absolute_url(),
        f"/sections/{category.public_id}/city/",
        f"/sources/{source.public_id}/",
        "/people/何方/",
        *("/archive/", "/archive/2026/", "/archive/2026/05/", "/archive/2026/05/01/"),
        *("/archive/2026/05/02/", "/corrections/", "/search/?q=桥", "/search/?q=bridgge"),
        "/articles/bcdfghjkmnpq/nothing-here/",
    ]


def style(page: Page, what: str, name: str) -> str:
    found: str = page.locator(what).first.evaluate(f"e => getComputedStyle(e).{name}")
    return found


def test_nothing_moves_while_a_page_loads_and_nothing_is_wider_than_a_phone(page, story):
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        for path in paths(story):
            page.goto(path)
            assert page.evaluate(OVERFLOW) <= 0, (path, width)
            assert page.evaluate(SHIFTS) == [], (path, width)
            assert page.evaluate(ARRIVALS) == [], (path, width)


def test_every_page_keeps_the_rules_of_accessibility_by_day_and_by_night(page, story):
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for path in paths(story):
            page.goto(path)
            assert page.evaluate(FAULTS) == [], path
            assert page.evaluate(CONTRAST) == [], (path, scheme)


def test_the_first_key_leads_past_the_head_of_the_page_and_focus_is_seen(page, story):
    page.goto(story.get_absolute_url())
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.get_attribute("href") == "#main"
    assert (skip.bounding_box() or {"y": -1})["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    assert style(page, ":focus", "outlineStyle") == "solid"
    assert style(page, ":focus", "outlineWidth") == "3px"


def test_chinese_is_set_as_chinese_and_english_as_english(page, story):
    page.set_viewport_size({"width": 1280, "height": 740})
    page.goto(story.get_absolute_url())
    size = float(style(page, ".body > p", "fontSize").removesuffix("px"))
    leading = float(style(page, ".body > p", "lineHeight").removesuffix("px"))

    assert style(page, ".body > p", "textIndent") == f"{2 * size:g}px"
    for what in ("figure", "figcaption", "blockquote > p", "li > p"):
        assert style(page, f".body {what}", "textIndent") == "0px", what
    assert 1.75 <= leading / size <= 1.9
    assert 32 <= page.locator(".body > p").first.evaluate("e => e.clientWidth") / size <= 40
    assert page.locator(".body > p").first.evaluate("e => e.closest('[lang]').lang") == "zh"
    assert page.locator(".story time").evaluate("e => e.closest('[lang]').lang") == "en"

    assert {name: style(page, ".body > p", name) for name in CHINESE} == CHINESE
    emphasis = ("fontStyle", "textEmphasisStyle", "textEmphasisPosition")
    assert [style(page, ".body em", name) for name in emphasis] == ["normal", "dot", "under"]

    page.get_by_role("link", name="The bridge is open").click()
    assert style(page, ".body > p", "hyphens") == "auto"
    assert style(page, ".body em", "fontStyle") == "italic"
    assert not CHINESE.items() <= {name: style(page, ".body > p", name) for name in CHINESE}.items()
    assert style(page, ".body > p", "textIndent") == "0px"
    assert page.locator(".body > p").first.evaluate("e => e.closest('[lang]').lang") == "en"


def test_each_title_of_a_list_says_its_language(page, story):
    page.goto("/")
    langs = page.locator("main :is(h2, h3):has(a)").evaluate_all("all => all.map(e => e.lang)")

    assert sorted(langs) == ["en", "zh", "zh"]


def test_a_printed_article_is_black_on_white_and_names_the_addresses_of_its_links(page, story):
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(story.get_absolute_url())

    assert style(page, "html", "backgroundColor") == "rgb(255, 255, 255)"
    assert style(page, ".body > p", "color") == "rgb(0, 0, 0)"
    for what in (".sections", ".seek", ".foot", ".related"):
        assert style(page, what, "display") == "none", what
    link = page.locator(".body a[href^=http]").first
    said = link.evaluate("e => getComputedStyle(e, '::after').content")
    assert "https://a.example/bridge" in said


def test_every_page_works_without_scripts(page, story):
    for path in paths(story):
        page.goto(path)
        kinds = page.locator("script").evaluate_all("all => all.map(e => e.type)")
        assert set(kinds) <= {"application/ld+json"}, path


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_page_of_the_api_is_dark_by_night_and_light_by_day(chromium, live_server, script):
    context = chromium.new_context(color_scheme="dark", java_script_enabled=script)
    page = context.new_page()
    page.goto(f"{live_server.url}/api/v1/docs/")
    ground = "getComputedStyle(document.body).backgroundColor"
    night = page.evaluate(ground)
    page.emulate_media(color_scheme="light")
    day = page.evaluate(ground)
    context.close()

    assert (night, day) == ("rgb(28, 32, 34)", "rgb(250, 250, 250)")


def test_the_only_correction_of_an_article_is_no_bullet(page):
    article = make_published()
    Revision.objects.create(
        article=article, version=9, values={}, correction="It was six.", visible_from=DAY
    )
    page.goto(shown(article).get_absolute_url())

    item = page.locator(".corrections li")
    assert item.evaluate("one => getComputedStyle(one).listStyleType") == "none"
