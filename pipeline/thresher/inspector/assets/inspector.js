"use strict";
// The inspector's page. All text of captures goes into the document as text; the captured page itself is shown in a
// sandboxed frame without scripts. Data come from the server beside this file, or from the exported file itself.
(() => {
  const $ = (id) => document.getElementById(id);
  const held = $("data") ? JSON.parse($("data").textContent) : null;
  const state = { meta: null, rows: [], total: 0, offset: 0, at: null, view: null, cut: -1, tab: "article", building: false, asked: 0 };
  const PAGE = 60;

  // --- building elements: never from markup ---
  function el(name, given = {}, ...inside) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(given)) {
      if (value === null || value === undefined || value === false) continue;
      if (key === "class") made.className = value;
      else if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else made.setAttribute(key, value === true ? "" : value);
    }
    made.append(...inside.flat().filter((one) => one !== null && one !== undefined && one !== false));
    return made;
  }
  const plain = (text) => [...String(text ?? "")].map((c) => /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/.test(c) ? `<U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}>` : c).join("");
  const number = (n) => Number(n ?? 0).toLocaleString("en");
  const plural = (n, word) => `${number(n)} ${word}${n === 1 ? "" : "s"}`;
  let clearing = 0;
  function tell(text) {
    $("told").textContent = text;
    clearTimeout(clearing);
    if (text) clearing = setTimeout(() => { $("told").textContent = ""; }, 9000);
  }

  // --- where data come from ---
  async function asked(path) {
    const answer = await fetch(`api/${path}`, { cache: "no-store" });
    const data = await answer.json();
    if (!answer.ok) throw new Error(data.error || answer.statusText);
    return data;
  }
  const served = {
    meta: () => asked("meta"),
    list: (query) => asked(`list?${new URLSearchParams(query)}`),
    view: (n) => asked(`view/${n}`),
    async mark(given) {
      const answer = await fetch("api/mark", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(given) });
      const data = await answer.json();
      if (!answer.ok) throw new Error(data.error || answer.statusText);
      return data;
    },
    frame: (view) => `page/${view.n}`,
  };
  const file = {
    meta: async () => held.meta,
    async list(query) {
      const words = (query.words || "").toLowerCase().split(/\s+/).filter(Boolean);
      const view = (row) => held.views.find((one) => one.n === row.n);
      let rows = held.rows.filter((row) =>
        (!query.kind || row.kind === query.kind) && (!query.reason || row.reason === query.reason) && (!query.site || row.host === query.site) &&
        (!query.topic || row.topics.includes(query.topic)) && (!query.rule || view(row).cuts.some((cut) => cut.judge === query.rule)) &&
        (!query.below || (row.sure !== null && row.sure < Number(query.below))) &&
        words.every((word) => JSON.stringify([row.url, row.title, view(row).text]).toLowerCase().includes(word)));
      const by = { unsure: (row) => row.sure ?? 9, cuts: (row) => -row.cuts, short: (row) => row.words ?? 1e12 }[query.order];
      if (by) rows = [...rows].sort((a, b) => by(a) - by(b) || a.n - b.n);
      return { total: rows.length, rows: rows.slice(query.offset, query.offset + PAGE), building: false };
    },
    view: async (n) => held.views.find((one) => one.n === n),
    mark: null,
    frame: (view) => URL.createObjectURL(new Blob([view.frame], { type: "text/html;charset=utf-8" })),
  };
  const source = held ? file : served;

  // --- the list ---
  function query() {
    const found = {};
    for (const [name, value] of new FormData($("filters"))) if (value) found[name] = value;
    return { ...found, offset: state.offset };
  }
  async function list({ open = false } = {}) {
    const turn = ++state.asked;
    let found;
    try { found = await source.list(query()); } catch (error) { tell(error.message); return; }
    if (turn !== state.asked) return;
    Object.assign(state, { rows: found.rows, total: found.total, building: found.building });
    const used = [...$("drawer").querySelectorAll("select")].filter((one) => one.value).length;
    $("more").classList.toggle("on", used > 0);
    $("more").textContent = used ? `Filter (${used})` : "Filter";
    const last = state.offset + found.rows.length;
    $("count").textContent = !found.total ? "none" : found.building ? `first ${number(last)}; counting…` : `${number(state.offset + 1)}–${number(last)} of ${number(found.total)}`;
    $("before").disabled = state.offset === 0;
    $("after").disabled = last >= found.total || found.building;
    $("captures").replaceChildren(...found.rows.map(item));
    $("captures").scrollTop = 0;
    if (!found.rows.length) $("captures").append(el("li", { class: "empty" }, "No capture is like that."));
    if (open && found.rows.length) await show(found.rows[open === "last" ? found.rows.length - 1 : 0].n);
    current();
    if (found.building) setTimeout(ready, 400);
  }
  async function ready() {
    try {
      const meta = await source.meta();
      if (!meta.facets) { setTimeout(ready, 500); return; }
      state.meta = meta;
      choices();
      await list();
    } catch (error) { tell(error.message); }
  }
  function item(row) {
    const rejected = row.kind === "rejection";
    const figures = rejected ? row.reason : row.cuts ? `${row.cuts} cut${row.cuts === 1 ? "" : "s"}, ≥ ${row.sure.toFixed(2)}` : "no cuts";
    return el("li", { class: rejected ? "r" : "" },
      el("a", { href: `#${row.n}`, "data-n": row.n },
        el("span", { class: "t", dir: "auto" }, plain(row.title || row.url || "without address")),
        el("span", { class: "s" }, el("span", {}, plain(row.host || "")), el("span", { class: rejected ? "why" : "" }, figures))));
  }
  function current() {
    for (const one of $("captures").querySelectorAll("a")) {
      const is = Number(one.dataset.n) === state.at;
      if (is) { one.setAttribute("aria-current", "true"); one.scrollIntoView({ block: "nearest" }); } else one.removeAttribute("aria-current");
    }
    const place = state.rows.findIndex((row) => row.n === state.at);
    $("prev").disabled = place <= 0 && state.offset === 0;
    $("next").disabled = place === state.rows.length - 1 && state.offset + state.rows.length >= state.total;
  }
  async function step(by) {
    const place = state.rows.findIndex((row) => row.n === state.at) + by;
    if (place >= 0 && place < state.rows.length) return show(state.rows[place].n);
    if (by > 0 && state.offset + state.rows.length < state.total && !state.building) { state.offset += PAGE; return list({ open: "first" }); }
    if (by < 0 && state.offset > 0) { state.offset -= PAGE; return list({ open: "last" }); }
    return undefined;
  }
  function choices() {
    for (const name of ["reason", "topic", "rule", "site"]) {
      const select = $("drawer").querySelector(`[name=${name}]`), value = select.value;
      const found = (state.meta.facets || {})[name] || [];
      select.replaceChildren(el("option", { value: "" }, "any"), ...found.map(([one, count]) => el("option", { value: one }, `${plain(one)} (${number(count)})`)));
      select.value = value;
    }
  }

  // --- one capture ---
  async function show(n) {
    state.at = n;
    current();
    const waiting = setTimeout(() => $("holder").replaceChildren(el("p", { class: "empty" }, "Reading the capture…")), 300);
    let view;
    try { view = await source.view(n); } catch (error) { tell(error.message); return; } finally { clearTimeout(waiting); }
    if (state.at !== n || !view) return;
    Object.assign(state, { view, cut: -1 });
    history.replaceState(null, "", `#${n}`);
    document.title = `${plain(view.title || view.url || "capture")} · Thresher inspector`;
    const told = [view.url || "without address", `captured ${view.captured_at || "nobody knows when"} · ${view.origin}`].map(plain);
    $("address").replaceChildren(...told.map((one) => el("span", { title: one }, one)));
    $("notes").replaceChildren(...view.notes.map((one) => el("p", {}, plain(one))));
    frame(view);
    legend(view);
    tabs(view);
    current();
  }
  function frame(view) {
    const old = $("holder").querySelector("iframe");
    if (old && old.src.startsWith("blob:")) URL.revokeObjectURL(old.src.replace(/#.*/, ""));
    const made = view.page
      ? el("iframe", { title: "The captured page, inert, with its cuts tinted", sandbox: "", referrerpolicy: "no-referrer", src: source.frame(view) })
      : el("p", { class: "empty" }, "The captured page cannot be shown.");
    $("holder").replaceChildren(made);
    $("up").disabled = $("down").disabled = !view.cuts.length;
  }
  function legend(view) {
    const counts = new Map();
    for (const cut of view.cuts) counts.set(cut.family, (counts.get(cut.family) || 0) + 1);
    const parts = [...counts].sort((a, b) => b[1] - a[1]).map(([family, count]) =>
      el("li", {}, el("button", { type: "button", class: `t-${family}`, title: "To the next of these", onclick: () => walk(1, family) }, `${state.meta.families[family]} ${count}`)));
    const rejected = view.kind === "rejection";
    if (view.page) parts.unshift(el("li", {}, el("span", { class: "plain" }, rejected ? "found" : "kept")));
    if (view.words.unchosen) parts.push(el("li", {}, el("span", { class: "plain faint" }, `not chosen: ${plural(view.words.unchosen, "word")}`)));
    $("legend").replaceChildren(...parts);
  }
  function walk(by, family = null) {
    const cuts = state.view ? state.view.cuts : [];
    if (!cuts.length) return;
    let place = state.cut;
    for (let tries = 0; tries < cuts.length; tries++) {
      place = (place + by + cuts.length) % cuts.length;
      if (place < 0) place = cuts.length - 1;
      if (!family || cuts[place].family === family) break;
    }
    point(place);
  }
  function point(place) {
    state.cut = place;
    const cut = state.view.cuts[place];
    const shown = $("holder").querySelector("iframe");
    if (shown && cut.placed) shown.src = `${shown.src.replace(/#.*/, "")}#c${cut.n}`;
    else if (shown) tell(`The place of cut ${cut.n + 1} on the page is not known.`);
    for (const one of document.querySelectorAll(".cuts li")) {
      const is = Number(one.dataset.cut) === place;
      one.classList.toggle("at", is);
      if (is) one.scrollIntoView({ block: "nearest" });
    }
  }

  // --- what became of it ---
  function tabs(view) {
    const rejected = view.kind === "rejection";
    const copies = (view.duplicates || []).length + (view.relations || []).length + (view.kept ? 1 : 0);
    const names = [["article", rejected ? "Verdict" : "Article"], ["cuts", `Cuts (${view.cuts.length})`]];
    if (!rejected) names.push(["fields", "Metadata"]);
    if (copies) names.push(["copies", `Copies (${copies})`]);
    if (!names.some(([name]) => name === state.tab)) state.tab = "article";
    $("tabs").replaceChildren(...names.map(([name, title]) => el("button", {
      type: "button", role: "tab", id: `tab-${name}`, "aria-controls": "panel", "aria-selected": String(name === state.tab), tabindex: name === state.tab ? "0" : "-1", onclick: () => choose(name),
    }, title)));
    const made = { article: rejected ? verdict : article, cuts, fields, copies: related }[state.tab](view);
    $("body").replaceChildren(el("div", { role: "tabpanel", id: "panel", tabindex: "0", "aria-labelledby": `tab-${state.tab}`, class: state.tab === "article" && !rejected ? "prose" : "" }, ...made));
    $("body").scrollTop = 0;
    if (state.tab === "cuts" && state.cut >= 0) point(state.cut);
  }
  function choose(name, focus = false) {
    if (!$(`tab-${name}`)) return;
    state.tab = name;
    tabs(state.view);
    if (focus) $(`tab-${name}`).focus();
  }
  function books(view) {
    const removed = view.cuts.reduce((sum, cut) => sum + cut.text.split(/\s+/).filter(Boolean).length, 0);
    const figures = [["words shown", view.words.page], ["in the article", view.word_count], ["cut", removed], ["not chosen", view.words.unchosen]];
    return el("div", { class: "books" }, figures.filter(([, count]) => count !== undefined && count !== null).map(([name, count]) => el("div", {}, el("b", {}, number(count)), el("span", {}, name))));
  }
  function article(view) {
    const value = (name) => { const one = view.fields.find((field) => field.name === name); return one && one.value ? [].concat(one.value).join(", ") : ""; };
    const titled = view.text.findIndex((one) => one.text.replace(/\s+/g, " ") === view.title);
    const by = [view.site, value("authors"), value("published"), view.language, view.engine && `found by ${view.engine}`, view.title && titled < 0 && "headline not in the text"].filter(Boolean).join(" · ");
    const blocks = view.text.filter((_, at) => at !== titled).map((one) => {
      const heads = one.kind === "heading" || one.kind === "title";
      const inside = [plain(one.text)];
      if (source.mark) inside.push(el("button", { type: "button", class: "off", "aria-label": `Mark as chaff: ${plain(one.text).slice(0, 60)}`, onclick: (event) => wrong({ what: "drop", text: one.text }, event.currentTarget) }, "chaff?"));
      return el(heads ? "h3" : "div", { class: `block ${one.kind === "title" ? "title2" : one.kind}`, dir: "auto" }, ...inside);
    });
    return [el("h2", { class: "title", dir: "auto" }, plain(view.title || "Without title")), el("p", { class: "by" }, plain(by)), books(view), ...blocks];
  }
  function verdict(view) {
    return [el("div", { class: "verdict" },
      el("p", {}, "Rejected: ", el("b", {}, plain(view.reason)), view.meaning ? `, ${view.meaning}` : ""),
      view.detail ? el("p", {}, plain(view.detail)) : null,
      el("p", {}, `Stage: ${plain(view.stage)}`)),
    view.kept ? el("p", {}, "Kept instead: ", el("a", { href: `#${view.kept.n}` }, plain(view.kept.title || view.kept.url))) : null, books(view)];
  }
  function cuts(view) {
    if (!view.cuts.length) return [el("p", { class: "empty" }, "Nothing was cut from what the engine chose.")];
    return [el("ol", { class: "cuts" }, view.cuts.map((cut, place) => el("li", { class: `t-${cut.family}${place === state.cut ? " at" : ""}`, "data-cut": place },
      el("div", { class: "top-line" }, el("span", { class: "no" }, String(cut.n + 1)), el("span", { class: "reason" }, plain(cut.reason)), el("code", {}, plain(cut.judge)),
        el("span", { class: `sure${cut.confidence < 0.8 ? " low" : ""}` }, `sure ${cut.confidence.toFixed(2)}`)),
      el("blockquote", { dir: "auto", tabindex: "0", "aria-label": `Cut ${cut.n + 1}` }, plain(cut.text)),
      el("p", { class: "why" }, plain([cut.why, cut.hits.length && `For the words “${cut.hits.join("”, “")}”.`, cut.copy_of !== null && `Copy of block ${cut.copy_of}.`, cut.beside !== null && `Beside block ${cut.beside}, which goes.`, cut.evidence].filter(Boolean).join(" "))),
      el("div", { class: "acts" }, el("button", { type: "button", onclick: () => { point(place); pane("page"); } }, "Show"),
        source.mark && view.kind === "article" ? el("button", { type: "button", class: "wrong", onclick: (event) => wrong({ what: "keep", cut: cut.n }, event.currentTarget) }, "Wrongly cut") : null))))];
  }
  function fields(view) {
    if (!view.fields.length) return [el("p", { class: "empty" }, "Nothing is known about it.")];
    return [el("dl", { class: "fields" }, view.fields.map((one) => el("div", {}, el("dt", {}, one.name.replaceAll("_", " ")), el("dd", {},
      el("span", { class: "value", dir: "auto" }, plain([].concat(one.value ?? "none").join("; "))),
      one.confidence === null ? null : el("span", { class: "from" }, el("meter", { min: 0, max: 1, value: one.confidence, "aria-label": `confidence in ${one.name}` }), `${one.confidence.toFixed(2)} from ${plain(one.source.replaceAll("+", " + "))}`),
      one.losers.length ? el("details", {}, el("summary", {}, `${plural(one.losers.length, "candidate")} lost`), el("ul", {}, one.losers.map((lost) => el("li", {}, el("b", { dir: "auto" }, plain(lost.value)), ` ${lost.confidence.toFixed(2)} from ${plain(lost.source.replaceAll("+", " + "))}${lost.mark ? `; ${plain(lost.mark)}` : ""}`)))) : null))))];
  }
  function related(view) {
    const rows = [];
    if (view.kept) rows.push(el("li", {}, el("b", {}, "kept instead "), el("a", { href: `#${view.kept.n}` }, plain(view.kept.title || view.kept.url))));
    for (const one of view.duplicates || []) rows.push(el("li", {}, el("b", {}, `${plain(one.kind)} copy `), `${Math.round(100 * one.similarity)} % alike: ${plain(one.url)} (${plain(one.archive)}#${one.offset})`));
    for (const one of view.relations || []) rows.push(el("li", {}, el("b", {}, `${plain(one.kind)} `), `${plain(one.url)}: ${plain(one.evidence)}`));
    const made = [el("ul", { class: "copies" }, rows)];
    if (view.beside && view.beside.length) {
      made.push(el("table", { class: "beside" }, el("caption", { class: "sr" }, "Both texts side by side; what only one has is marked"),
        el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "This capture"), el("th", { scope: "col" }, "The article kept"))),
        el("tbody", {}, view.beside.map((pair) => el("tr", {}, el("td", { dir: "auto" }, ...marked(pair.one, pair.one_shared)), el("td", { dir: "auto" }, ...marked(pair.other, pair.other_shared)))))));
    }
    return made;
  }
  function marked(given, shared) {
    const text = [...given], parts = [];
    let place = 0;
    for (const [start, end] of [...shared, [text.length, text.length]]) {
      const own = text.slice(place, start).join("");
      if (own.trim()) parts.push(el("ins", {}, plain(own))); else parts.push(own);
      parts.push(plain(text.slice(start, end).join("")));
      place = end;
    }
    return parts;
  }
  async function wrong(given, button) {
    if (!source.mark) { tell("An exported file marks nothing: open the run with thresher inspect."); return; }
    try {
      const done = await source.mark({ n: state.view.n, ...given });
      if (button) { button.textContent = "marked"; button.classList.add("done"); button.removeAttribute("aria-label"); }
      tell(`Written to ${done.folder}: ${done.files.join(", ")}`);
    } catch (error) { tell(error.message); }
  }

  // --- keys and panes ---
  function pane(name) {
    document.body.dataset.pane = name;
    for (const one of document.querySelectorAll(".switch button")) one.setAttribute("aria-pressed", String(one.dataset.to === name));
    document.querySelector(".cuts li.at")?.scrollIntoView({ block: "nearest" });
  }
  const keys = {
    j: () => step(1), k: () => step(-1), ArrowRight: () => step(1), ArrowLeft: () => step(-1), n: () => walk(1), p: () => walk(-1),
    1: () => choose("article", true), 2: () => choose("cuts", true), 3: () => choose("fields", true), 4: () => choose("copies", true),
    w() {
      if (!state.view || state.cut < 0 || state.view.kind !== "article") { tell("No cut is chosen: n goes to the next one."); return; }
      wrong({ what: "keep", cut: state.view.cuts[state.cut].n }, document.querySelector(`.cuts li[data-cut="${state.cut}"] .wrong`));
    },
    o() { $("order").value = $("order").value === "unsure" ? "written" : "unsure"; changed(); tell($("order").value === "unsure" ? "Least sure first" : "As written"); },
    f: () => drawer($("drawer").hidden), "/": () => $("words").focus(), "?": () => $("keys").showModal(),
  };
  function drawer(open) {
    $("drawer").hidden = !open;
    $("more").setAttribute("aria-expanded", String(open));
    if (open) $("drawer").querySelector("select").focus();
  }
  function changed() { state.offset = 0; list({ open: "first" }); }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.activeElement instanceof HTMLElement && event.target.closest("form.filters")) { document.activeElement.blur(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, dialog[open]")) return;
    if (event.target.closest("[role=tablist]") && (event.key === "ArrowRight" || event.key === "ArrowLeft")) {
      const all = [...$("tabs").children], place = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
      choose(all[(place + (event.key === "ArrowRight" ? 1 : -1) + all.length) % all.length].id.slice(4), true);
      event.preventDefault();
      return;
    }
    if (Object.hasOwn(keys, event.key)) { event.preventDefault(); keys[event.key](); }
  });
  let typing = 0;
  $("words").addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(changed, 250); });
  $("filters").addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(typing); changed(); });
  for (const one of $("filters").querySelectorAll("select")) one.addEventListener("change", changed);
  $("more").addEventListener("click", () => drawer($("drawer").hidden));
  $("clear").addEventListener("click", () => { for (const one of $("drawer").querySelectorAll("select")) one.value = ""; $("words").value = ""; changed(); });
  $("help").addEventListener("click", () => $("keys").showModal());
  $("before").addEventListener("click", () => { state.offset -= PAGE; list(); });
  $("after").addEventListener("click", () => { state.offset += PAGE; list(); });
  $("prev").addEventListener("click", () => step(-1));
  $("next").addEventListener("click", () => step(1));
  $("up").addEventListener("click", () => walk(-1));
  $("down").addEventListener("click", () => walk(1));
  $("captures").addEventListener("click", (event) => { if (event.target.closest("a")) pane("page"); });
  for (const one of document.querySelectorAll(".switch button")) one.addEventListener("click", () => pane(one.dataset.to));
  const wanted = () => /^#\d+$/.test(location.hash) ? Number(location.hash.slice(1)) : null;
  window.addEventListener("hashchange", () => { if (wanted() !== null && wanted() !== state.at) show(wanted()); });

  async function start() {
    try { state.meta = await source.meta(); } catch (error) { tell(error.message); return; }
    const meta = state.meta;
    $("run").textContent = `${plain(meta.out)} · ${plural(meta.captures, "capture")}, ${plural(meta.articles, "article")}${meta.stale ? " · made by other code or rules than those in use now" : ""}`;
    $("run").title = $("run").textContent;
    choices();
    const first = wanted();
    if (first !== null && !held) state.offset = Math.floor(first / PAGE) * PAGE;
    await list({ open: first === null && "first" });
    if (first !== null) await show(first);
  }
  start();
})();
