"""What is wrong with a page of a browser for those who do not see it or use no mouse; it looks at what shows now.

Here: asking axe, half a megabyte that a page of the browser gets once only; showing a page wide and narrow; and going
to all that a keyboard reaches. Not here: which pages are looked at, and whether anything may be wrong there.
"""

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from axe_playwright_python.base import AXE_SCRIPT

if TYPE_CHECKING:
    from playwright.sync_api import Page, ViewportSize

WIDE: "ViewportSize" = {"width": 1280, "height": 900}
# A function that a page of the browser has from its second document on: so axe is not sent, and compiled, for each.
BRING_AXE = f"window.bringAxe = () => {{ {AXE_SCRIPT} }}"
# What axe judges, as three texts. The first one is the document: its elements, their attributes and texts, and which
# of them are there for anybody. Where links lead, what fields hold and which figures stand in a text is nothing that
# axe judges; whether there is any, and an anchor of the same page, is. The others are what else the looks of a page
# follow from: the size of the window and what style sheets ask for (dark, print); and where focus and mouse are.
TELL_DOCUMENT = r"""() => {
  const passedOver = {
    a: ["href"], button: ["formaction", "value"], form: ["action"], input: ["value"], link: ["href"],
    option: ["value"], time: ["datetime"],
  };
  const value = (element, { name, value }) => {
    const isOther = passedOver[element.localName]?.includes(name);
    return isOther && !value.startsWith("#") ? Boolean(value.trim()) : value;
  };
  const tell = node => {
    if (node.nodeType === Node.TEXT_NODE) {
      return node.parentElement.localName === "style" ? node.data : node.data.replace(/\d+/g, "0");
    }
    if (node.nodeType !== Node.ELEMENT_NODE) return "";
    const said = Array.from(node.attributes, each => [each.name, value(node, each)]);
    const isShown = node.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    return [node.localName, said, isShown, node.disabled, Array.from(node.childNodes, tell)];
  };
  window.tellDocument = () => {
    const marked = Array.from(document.querySelectorAll(":hover, :focus, :checked, :user-invalid"));
    const sheets = Array.from(document.styleSheets, each => each.href && new URL(each.href).pathname);
    const media = ["print", "(prefers-color-scheme: dark)", "(forced-colors: active)", "(prefers-contrast: more)",
      "(prefers-reduced-motion: reduce)"].map(each => matchMedia(each).matches);
    const all = Array.from(document.querySelectorAll("*"));
    const looks = [innerWidth, innerHeight, media, sheets].map(each => JSON.stringify(each)).join();
    const at = JSON.stringify(marked.map(each => all.indexOf(each)));
    return [JSON.stringify(tell(document.documentElement)), looks, at];
  };
  window.told = window.tellDocument();
  return [...window.told, typeof bringAxe === "function"];
}"""
# The rules whose verdict may be another one where the same document looks different and the same of it is shown.
OF_LOOKS = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "skip-link", "bypass", "region"]
# Judging contrasts takes axe most of its time, and all cells of a column look the same: of the texts that have the
# same colours, sizes and classes up to the root of the page, the first, the middle and the last one are judged. None
# of them is where texts that look so were found faultless on a page in a window of the same size and colours: heads,
# menus and feet of pages are the same everywhere. What axe was not sure of is judged on each page.
# Of rows and list items side by side that are built alike, down to which of their elements have a text and which
# attributes, likewise only the first, the middle and the last one are looked at by the other rules.
# Axe would work out a selector of each node of every rule, kept or broken; the html of the broken ones is enough.
# Told are the broken rules, the looks of texts that were judged, as digests, and whether the document is as before.
ASK_AXE = r"""async ([rules, known]) => {
  if (typeof axe !== "object") bringAxe();
  const looks = new Map(), alike = new Map();
  const digest = text => {
    let one = 0x811c9dc5, other = 0x1b873593;
    for (let at = 0; at < text.length; at++) {
      one = Math.imul(one ^ text.charCodeAt(at), 0x01000193);
      other = Math.imul(other ^ text.charCodeAt(at), 0x85ebca6b);
    }
    return `${one}.${other}`;
  };
  const look = element => {
    if (element === null) return "";
    if (!looks.has(element)) {
      const style = getComputedStyle(element);
      const own = ["color", "backgroundColor", "backgroundImage", "fontSize", "fontWeight", "opacity", "textShadow"];
      const said = [element.localName, element.getAttribute("class"), element.style.cssText, element.disabled];
      const all = [...said, ...own.map(name => style[name]), look(element.parentElement)];
      looks.set(element, digest(JSON.stringify(all)));
    }
    return looks.get(element);
  };
  const builds = new Map();
  const build = element => {
    if (!builds.has(element)) {
      const named = Array.from(element.attributes, each => each.name + (each.value ? "" : "=")).sort();
      const said = ["class", "role", "style", "type"].map(name => element.getAttribute(name));
      const own = JSON.stringify([element.localName, named, said, Array.from(element.childNodes).some(isText)]);
      builds.set(element, own + "(" + Array.from(element.children, build).join() + ")");
    }
    return builds.get(element);
  };
  const isText = each => each.nodeType === Node.TEXT_NODE && each.data.trim();
  for (const each of document.body.querySelectorAll("*")) {
    const hasText = Array.from(each.childNodes).some(isText) || each.matches("input, select, textarea");
    if (hasText && each.checkVisibility()) alike.set(look(each), [...(alike.get(look(each)) ?? []), each]);
  }
  const passedOver = [];
  for (const parent of document.body.querySelectorAll("tbody, ul, ol")) {
    const like = new Map();
    for (const each of parent.children) like.set(build(each), [...(like.get(build(each)) ?? []), each]);
    for (const all of like.values()) {
      passedOver.push(...all.filter((_, at) => at !== 0 && at !== all.length >> 1 && at !== all.length - 1));
    }
  }
  for (const each of known) alike.delete(each);
  const judged = Array.from(alike.values()).flatMap(all => [all[0], all[all.length >> 1], all[all.length - 1]]);
  judged.forEach(each => each.setAttribute("data-contrast-judged", ""));
  axe.configure({ rules: [{ id: "color-contrast", selector: "[data-contrast-judged]" }] });
  try {
    const exclude = passedOver.filter(each => !each.querySelector("[data-contrast-judged]"));
    const context = exclude.length ? { exclude } : document;
    const only = rules && { runOnly: { type: "rule", values: rules } };
    const asked = { resultTypes: ["violations", "incomplete"], selectors: false, elementRef: true, ...only };
    const { violations, incomplete } = await axe.run(context, asked);
    judged.forEach(each => each.removeAttribute("data-contrast-judged"));
    const unsure = incomplete.filter(({ id }) => id === "color-contrast").flatMap(({ nodes }) => nodes);
    unsure.forEach(({ element }) => alike.delete(look(element)));
    const html = nodes => nodes.map(({ html }) => ({ html }));
    const broken = violations.map(({ id, nodes }) => ({ id, nodes: html(nodes) }));
    return [broken, Array.from(alike.keys()), String(window.tellDocument()) === String(window.told)];
  } finally {
    judged.forEach(each => each.removeAttribute("data-contrast-judged"));
  }
}"""
FAULTLESS: set[tuple[str, str]] = set()  # documents, as digests, and the looks in which axe found nothing wrong
KNOWN_TEXTS: dict[str, set[str]] = {}  # for the looks of pages, the digests of texts' looks that are faultless there
KEEP_FOCUS = "() => { window.heldFocus = document.activeElement }"
GO_EVERYWHERE = r"""() => {
  const all = document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]");
  const isReached = each => each.tabIndex >= 0 && !each.disabled && each.type !== "hidden" && each.checkVisibility();
  const reached = Array.from(all).filter(isReached);
  const unseen = reached.filter(each => {
    each.focus({ preventScroll: true });
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(each);
    const isClear = outlineStyle === "none" || /^rgba\(.*, 0\)$/.test(outlineColor);
    return document.activeElement !== each || isClear || parseFloat(outlineWidth) < 2;
  });
  if (window.heldFocus && window.heldFocus !== document.body) window.heldFocus.focus({ preventScroll: true });
  else document.activeElement.blur();
  return [reached.length, unseen.map(each => each.outerHTML.slice(0, 160))];
}"""


def wide_and_narrow(page: "Page", narrow: int = 390) -> Iterator[int]:
    """Show a page that is WIDE and light as it is, then narrow and dark, and at last as it was; yields the width."""
    yield WIDE["width"]
    page.set_viewport_size({"width": narrow, "height": WIDE["height"]})
    page.emulate_media(color_scheme="dark")
    yield narrow
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")


def without_visible_focus(page: "Page") -> list[str]:
    """The beginnings of those elements that a keyboard reaches and around which nothing is drawn then.

    The focus is afterwards where it was. Raises AssertionError where a keyboard reaches nothing at all.
    """
    page.evaluate(KEEP_FOCUS)
    page.keyboard.press("Tab")  # browsers draw the focus for those who use the keyboard
    count, unseen = page.evaluate(GO_EVERYWHERE)
    assert count > 0
    return list(unseen)


def violations(page: "Page") -> list[dict[str, Any]]:
    """Each rule that is broken: its id, and the nodes that break it with their html.

    What axe has found nothing wrong with in this process is not judged again: by no rule where document and looks are
    the same, by those of looks alone where the same document looks different, and no text for its contrast that looks
    as another one did.
    """
    page.wait_for_load_state()  # its style sheets are there, and no form that was sent is still on its way
    told, window, marked, has_axe = page.evaluate(TELL_DOCUMENT)
    document, looks = hashlib.sha256(told.encode()).hexdigest(), window + marked
    if (document, looks) in FAULTLESS:
        return []
    if not has_axe:
        page.add_init_script(BRING_AXE)
        page.evaluate(BRING_AXE)
    is_known = any(document == each for each, _ in FAULTLESS)
    known = KNOWN_TEXTS.setdefault(window, set())
    asked = [OF_LOOKS if is_known else None, list(known)]
    found: list[dict[str, Any]]
    found, judged, is_the_same = page.evaluate(ASK_AXE, asked)
    if not found and is_the_same:  # it has not changed while axe judged it
        FAULTLESS.add((document, looks))
        known.update(judged)
    return found
