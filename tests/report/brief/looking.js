// Looks at every page of `PAGES` (name: width of the frame; the file NAME.html), and leaves what it found as JSON in the document.

function rgba(text) {
  const parts = (text.match(/[\d.]+/g) || []).map(Number);
  return parts.length < 3 ? [0, 0, 0, 0] : [parts[0], parts[1], parts[2], parts.length > 3 ? parts[3] : 1];
}

function luminance(colour) {
  const [r, g, b] = colour.slice(0, 3).map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

// What is painted: a colour over another, where the first may let some of it through.
function over(top, below) {
  return [0, 1, 2].map(n => top[n] * top[3] + below[n] * (1 - top[3]));
}

function ground(view, element) {
  const layers = [];
  for (let here = element; here; here = here.parentElement) {
    const colour = rgba(view.getComputedStyle(here).backgroundColor);
    layers.push(colour);
    if (colour[3] === 1) break;
  }
  return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255]);
}

// What lies under a point of a picture: its own shapes, then the page.
function underneath(view, svg, x, y) {
  const shapes = view.document.elementsFromPoint(x, y).filter(one => one !== svg && svg.contains(one) && !one.closest("text"));
  let colour = ground(view, svg);
  for (const shape of shapes.reverse()) {
    const style = view.getComputedStyle(shape), fill = rgba(style.fill);
    if (style.fill === "none") continue;
    fill[3] *= Number(style.fillOpacity) * Number(style.opacity);
    colour = over(fill, colour);
  }
  return colour;
}

function hidden(view, element) {
  for (let here = element; here; here = here.parentElement) {
    const style = view.getComputedStyle(here);
    if (style.clipPath !== "none" || style.display === "none" || style.visibility === "hidden") return true;
  }
  return false;
}

function texts(view) {
  const found = [], walker = view.document.createTreeWalker(view.document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!node.data.trim() || parent.closest("style, title") || hidden(view, parent)) continue;
    const range = view.document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter(box => box.width > 0);
    if (boxes.length) found.push({text: node.data.trim().slice(0, 60), parent, boxes, svg: parent.closest("svg")});
  }
  return found;
}

function cut(view, listed) {
  const width = view.document.documentElement.clientWidth, found = [];
  for (const {text, boxes, svg} of listed) {
    const frame = svg ? svg.getBoundingClientRect() : {left: 0, right: width, top: -1e9, bottom: 1e9};
    const out = boxes.some(b => b.left < frame.left - 1 || b.right > frame.right + 1 || b.top < frame.top - 1 || b.bottom > frame.bottom + 1);
    if (out) found.push(text);
  }
  for (const one of view.document.body.querySelectorAll("*")) {
    const clips = view.getComputedStyle(one).overflowX !== "visible" && !one.closest("svg");
    if (clips && !hidden(view, one) && one.scrollWidth > one.clientWidth + 1) found.push("in " + one.tagName);
  }
  return found;
}

function wide(view) {
  const width = view.document.documentElement.clientWidth, found = [];
  for (const one of view.document.body.querySelectorAll("*:not(svg *)")) {
    const box = one.getBoundingClientRect();
    if (!hidden(view, one) && (box.right > width + 1 || box.left < -1)) found.push(`${one.tagName} ${Math.round(box.left)} to ${Math.round(box.right)}`);
  }
  if (view.document.documentElement.scrollWidth > width) found.push("the page scrolls sideways");
  return found;
}

function faint(view, listed) {
  const found = [];
  for (const {text, parent, boxes, svg} of listed) {
    const style = view.getComputedStyle(parent), size = parseFloat(style.fontSize), bold = Number(style.fontWeight) >= 700;
    const scale = svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
    const least = size * scale >= 24 || (bold && size * scale >= 18.66) || parent.ariaHidden === "true" ? 3 : 4.5;
    const colour = rgba(svg ? style.fill : style.color);
    for (const box of boxes) {
      for (const share of [0.1, 0.5, 0.9]) {
        const below = svg ? underneath(view, svg, box.left + share * box.width, box.top + box.height / 2) : ground(view, parent);
        const ratio = contrast(over(colour, below), below);
        if (ratio < least) found.push(`${ratio.toFixed(2)}: ${text}`);
      }
    }
  }
  return [...new Set(found)];
}

function unseen(view) {
  const found = [];
  for (const one of view.document.querySelectorAll("a[href], summary")) {
    if (hidden(view, one) || !one.checkVisibility({contentVisibilityAuto: true})) continue;
    one.focus();
    const style = view.getComputedStyle(one);
    const seen = view.document.activeElement === one && style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2;
    if (!seen || contrast(rgba(style.outlineColor), ground(view, one)) < 3) found.push(one.textContent.slice(0, 40));
  }
  return found;
}

function outline(view) {
  const found = [], levels = [...view.document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map(one => Number(one.tagName[1]));
  levels.forEach((level, n) => { if (level - (n ? levels[n - 1] : 0) > 1) found.push(`h${level} after h${levels[n - 1]}`); });
  for (const one of view.document.querySelectorAll("svg, img")) {
    if (!(one.getAttribute("aria-label") || one.getAttribute("alt"))) found.push("a picture without words");
  }
  return found;
}

const pause = () => new Promise(done => setTimeout(done, 60));

// Folds that do not open by their summary, and places to which a link leads and which stay folded.
async function folded(view) {
  const found = [], folds = [...view.document.querySelectorAll("details")];
  for (const fold of folds) {
    const inside = fold.lastElementChild;
    if (fold.open || inside.checkVisibility()) found.push("open from the start: " + fold.innerText);
    fold.querySelector("summary").click();
    if (!fold.open || !inside.checkVisibility()) found.push("does not open: " + fold.innerText);
    fold.querySelector("summary").click();
  }
  const links = [...view.document.querySelectorAll('a[href^="#"]')], tried = new Set();
  for (const link of links) {
    const target = view.document.getElementById(link.getAttribute("href").slice(1)), fold = target && target.closest("details");
    const kind = fold && [...folds].indexOf(fold) + target.tagName;
    if (!target) found.push("leads nowhere: " + link.getAttribute("href"));
    if (!fold || tried.has(kind)) continue;
    tried.add(kind);
    folds.forEach(one => { one.open = false; });
    link.click();
    await pause();
    if (!fold.open) found.push("stays folded: " + link.getAttribute("href"));
  }
  return found;
}

async function look(name, width) {
  const frame = document.createElement("iframe");
  frame.style.cssText = `width: ${width}px; height: 900px; border: 0; display: block`;
  frame.src = encodeURIComponent(name) + ".html";
  const loaded = new Promise(done => { frame.onload = done; });
  document.body.append(frame);
  await loaded;
  const view = frame.contentWindow;
  if (name.endsWith("folded")) {
    const found = {folds: await folded(view), unseen: unseen(view)};
    frame.remove();
    return found;
  }
  frame.style.height = view.document.documentElement.scrollHeight + 50 + "px";
  const points = view.document.createElement("style");  // so that shapes can be found by a point
  points.textContent = "svg, svg * { pointer-events: auto !important; }";
  view.document.head.append(points);
  const listed = texts(view);
  const found = {texts: [String(listed.length)], wide: wide(view), cut: cut(view, listed), faint: faint(view, listed), outline: outline(view)};
  frame.remove();
  return found;
}

(async () => {
  const found = {};
  try {
    for (const [name, width] of Object.entries(PAGES)) found[name] = await look(name, width);
  } catch (error) {
    found.error = String(error.stack);
  }
  const said = document.createElement("pre");
  said.id = "found";
  said.textContent = JSON.stringify(found);
  document.body.append(said);
})();
