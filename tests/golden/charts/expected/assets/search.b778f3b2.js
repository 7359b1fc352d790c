// Finds words, their beginnings and "exact phrases" in the texts of the site, which are loaded
// when someone begins to search.
(() => {
  const form = document.getElementById("Search");
  const { q, section, tag } = form.elements;
  const [results, next, all] = ["Results", "More", "All"].map((id) => document.getElementById(id));
  const status = form.querySelector("[role=status]");
  const PORTION = 20, MOST_TEXTS = 3, SHOWN = 220, BEFORE = 70;

  const WORD = /[\p{L}\p{N}\p{M}]+/gu;
  // A phrase in any language's marks, the last of which may still be missing; or a word.
  const TERM = /(?<!\S)["“”„«]([^"“”„»]*)(["“”»]?)|[^\s"“”„«»]+/gu;
  // Written without spaces, or with articles and prepositions joined on: a term may begin anywhere.
  const ANYWHERE = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Arab}\p{sc=Hebr}]/u;
  // A line's end in the source is no space.
  const BETWEEN = /(?<=[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]) (?=[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}])/gu;
  // Accents and the points of Hebrew and Arabic; in other scripts marks are letters.
  const ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]/g;

  const fold = (text) => text.normalize("NFKD").replace(ACCENTS, "").normalize("NFC").toLowerCase();
  // A space on both sides of each word.
  const line = (text) => ` ${(text.match(WORD) ?? []).map(fold).join(" ").replace(BETWEEN, "")} `;

  function termOf([word, phrase, end]) {
    const words = line(phrase ?? word).trim();
    const before = ANYWHERE.test(words) ? "" : " ";
    return words ? [{ words: words.split(" "), before, end, sought: before + words + (end ? before : "") }] : [];
  }

  let pages;
  const read = () => attacheIndex.map(([route, title, section, tags, parts]) => ({
    route, title, section, tags, line: line(title),
    parts: parts.map(([id, heading, texts]) => ({
      id, heading, line: line(heading),
      texts: texts.map((text) => {
        const [own, words] = Array.isArray(text) ? text : ["", text];
        return { own, words, line: line(words) };
      }),
    })),
  }));

  // A page that holds every term, and its texts that hold most. Titles weigh more than
  // headings, headings more than texts.
  function judge(page, terms) {
    const missing = new Set(terms);
    let score = 0;
    const count = (place, weight) => terms.filter((term) => {
      const holds = place.line.includes(term.sought);
      if (holds && missing.delete(term)) score += weight;
      return holds;
    }).length;
    count(page, 100);
    const headings = page.parts.map((part) => count(part, 10) / 10);
    const hits = page.parts.flatMap((part, i) => {
      const found = part.texts.map((text) => ({ part, text, count: count(text, 1) + headings[i] }))
        .filter((hit) => hit.count > headings[i]);
      return found.length || !headings[i] ? found : { part, text: part.texts[0], count: headings[i] };
    }).sort((a, b) => b.count - a.count);
    return missing.size ? [] : [{ page, hits, score: score + 5 * (hits[0]?.count ?? 0) }];
  }

  // Where terms stand in a text as it is written: starts and ends.
  function places(text, terms) {
    const words = [...text.matchAll(WORD)].map(({ 0: word, index }) => ({ index, to: index + word.length, folded: fold(word) }));
    return words.flatMap(({ index }, i) => terms.flatMap(({ words: sought, before, end }) => {
      const last = sought.length - 1;
      const fits = sought.every((word, j) => {
        const here = words[i + j]?.folded ?? "";
        if (!before && !last) return here.includes(word);
        if (!before && !j) return here.endsWith(word);
        return j < last || (end && before) ? here === word : here.startsWith(word);
      });
      return fits ? [[index, words[i + last].to]] : [];
    }));
  }

  function add(name, parent, text = "", properties = {}) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(text);
    parent.append(made);
    return made;
  }

  // A text, or what stands around the first place; the places are marked.
  function show(parent, text, terms) {
    const found = places(text, terms);
    const first = text.length > SHOWN ? (found[0]?.[0] ?? 0) - BEFORE : 0;
    // At a space, where one is near.
    const gap = text.indexOf(" ", first) + 1;
    const from = first <= 0 ? 0 : gap > first && gap < first + BEFORE ? gap : first;
    const last = text.lastIndexOf(" ", from + SHOWN);
    const to = from + SHOWN >= text.length ? text.length : last > from + SHOWN - BEFORE ? last : from + SHOWN;
    let done = from;
    if (from) parent.append("… ");
    for (const [start, end] of found) {
      if (start < done || start >= to) continue;
      parent.append(text.slice(done, start));
      done = Math.min(end, to);
      add("mark", parent, text.slice(start, done));
    }
    parent.append(text.slice(done, to), to < text.length ? " …" : "");
  }

  // A paragraph's own anchor, or its heading's and its first words.
  function anchor({ part, text }) {
    if (!text || text.own) return `#${text?.own || part.id}`;
    const words = text.words.split(" ", 5).join(" ");
    return `#${part.id}:~:text=${encodeURIComponent(words).replace(/-/g, "%2D")}`;
  }

  function list({ page, hits }, terms) {
    const item = add("li", results);
    const href = form.dataset.home + page.route;
    show(add("a", item, "", { href, className: "topic" }), page.title, terms);
    add("p", item, [page.section, ...page.tags].filter(Boolean).join(" · "));
    if (!hits.length) return;
    const texts = add("ul", item);
    for (const hit of hits.slice(0, MOST_TEXTS)) {
      const link = add("a", add("li", texts), "", { href: href + anchor(hit) });
      show(add("b", link), hit.part.heading, terms);
      show(add("span", link), hit.text?.words ?? "", terms);
    }
  }

  // The next of what was found, and a way to the rest.
  function more(found, terms) {
    const shown = results.children.length;
    found.slice(shown, shown + PORTION).forEach((one) => list(one, terms));
    next.hidden = found.length <= shown + PORTION;
    next.onclick = () => { more(found, terms); results.children[shown + PORTION].querySelector("a").focus(); };
  }

  let telling;
  function tell(text) {
    clearTimeout(telling);
    // It is read out: not at every key.
    telling = setTimeout(() => { status.textContent = text; }, 300);
  }

  function search() {
    const terms = [...q.value.matchAll(TERM)].flatMap(termOf);
    const wanted = terms.length || section.value || tag.value;
    const fits = (page) => wanted && (!section.value || page.section === section.value) && (!tag.value || page.tags.includes(tag.value));
    const found = pages.filter(fits).flatMap((page) => judge(page, terms)).sort((a, b) => b.score - a.score);
    results.replaceChildren();
    more(found, terms);
    all.hidden = !!wanted;
    const { none, found: some } = form.dataset;
    tell(!wanted ? "" : found.length ? some.replace("{number}", found.length) : none);
    // A page opened from a disk may not change its address.
    if (location.protocol !== "file:") history.replaceState(null, "", q.value ? `?${new URLSearchParams({ q: q.value })}` : location.pathname);
  }

  function offer(select, names) {
    const lang = document.documentElement.lang;
    const sorted = [...new Set(names)].filter(Boolean).sort((a, b) => a.localeCompare(b, lang));
    for (const name of sorted) select.add(new Option(name));
    select.parentElement.hidden = !sorted.length;
  }

  let loading;
  function load() {
    loading ??= new Promise((onload, onerror) => {
      add("script", document.head, "", { src: form.dataset.index, onload, onerror });
    }).then(() => {
      pages = read();
      offer(section, pages.map((page) => page.section));
      offer(tag, pages.flatMap((page) => page.tags));
    });
    loading.then(search, () => { loading = null; tell(form.dataset.failed); });
  }

  function move(event) {
    const { key, target } = event;
    // A word is being put together (229: Safari).
    if (event.isComposing || event.keyCode === 229) return;
    const links = [...results.querySelectorAll("a")];
    const here = links.indexOf(target);
    if (key === "Escape") { q.value = ""; q.focus(); load(); }
    else if (key === "ArrowDown" || (key === "Enter" && target === q)) links[here + 1]?.focus();
    else if (key === "ArrowUp" && here >= 0) (links[here - 1] ?? q).focus();
    else return;
    event.preventDefault();
  }

  form.hidden = false;
  form.oninput = load;
  q.onkeydown = results.onkeydown = move;
  q.value = new URLSearchParams(location.search).get("q") ?? "";
  q.focus();
  if (q.value) load();
})();
