// Finds words, their beginnings and "exact phrases" in texts that are loaded with the first key.
(() => {
	const form = document.getElementById("Search");
	const { q, section, tag } = form.elements;
	const [status, results, next, all] = document.querySelectorAll("#Status, #Results, #More, #All");
	let pages, places, script, telling;
	const PORTION = 20, TEXTS = 3, SHOWN = 220, BEFORE = 70;

	// A phrase, whose last mark may be missing; or a word.
	const TERM = /(?<!\S)["“”„«]([^"“”„»]*)(["“”»]?)|[^\s"“”„«»]+/gu;
	// With the points of Hebrew and Arabic; other marks are letters.
	const ACCENTS = /(?=[\u0300-\u0670])\p{Mn}|\u0640/gu;

	// Small letters without accents, spaces for all else.
	const fold = (text) => text.normalize("NFKD").replace(ACCENTS, "").normalize().toLowerCase().replace(/[^\p{L}\p{N}\p{M}]/gu, " ");

	// Where letters have no capitals, words are often joined: a term may begin in one.
	function pattern([word, phrase, end]) {
		const words = fold(phrase ?? word).trim().replace(/ +/g, " +");
		return !words || /\p{Lo}/u.test(words) ? words : `(?<!\\S)${words}${end ? "(?!\\S)" : "\\S*"}`;
	}

	const read = ([route, title, section, tags, parts]) => ({
		route, title, section, tags, folded: fold(title),
		texts: parts.flatMap(([id, heading, texts]) => texts.map(([own, words], i) => (
			{ id, own, heading, words, above: fold(heading), folded: fold(words), first: !i }))),
	});

	const byRank = (a, b) => b.rank - a.rank;

	// A page that holds every term, its texts that hold most. Titles outweigh headings, headings texts.
	function judge(page, terms) {
		const held = new Set();
		const count = (folded) => terms.filter((term) => term.test(folded) && held.add(term)).length;
		const title = count(page.folded);
		for (const text of page.texts) {
			const own = count(text.folded);
			text.over = count(text.above);
			text.rank = own || text.first ? own + text.over : 0;
		}
		const hits = page.texts.filter((text) => text.rank).sort(byRank);
		const rank = Math.max(0, ...hits.map(({ over, rank }) => 10 * over + rank)) + 100 * title;
		return held.size < terms.length ? [] : [{ ...page, hits, rank }];
	}

	function add(name, parent, properties) {
		const made = Object.assign(document.createElement(name), properties);
		parent.append(made);
		return made;
	}

	// A text, or what is around the first place in it.
	function show(parent, text) {
		const letters = [...text.normalize()], folded = letters.map(fold);
		const origin = folded.flatMap((part, i) => Array(part.length).fill(i));
		const found = [...folded.join("").matchAll(places)];
		// At a space, if one is near.
		const cut = (i) => { const gap = letters.indexOf(" ", i); return gap < 0 || gap > i + BEFORE ? i + BEFORE : gap; };
		const first = origin[found[0]?.index] ?? 0;
		let done = first > BEFORE && letters.length > SHOWN ? cut(first - BEFORE) : 0;
		const end = cut(done + SHOWN);
		const put = (to, into = parent) => { into.append(letters.slice(done, to).join("")); done = to; };
		if (done) parent.append("…");
		for (const { 0: words, index } of found) {
			if (origin[index] >= end) break;
			put(origin[index]);
			put(origin[index + words.length - 1] + 1, add("mark", parent));
		}
		put(end);
		if (end < letters.length) parent.append(" …");
	}

	function list({ route, title, section, tags, hits }) {
		const item = add("li", results);
		const href = form.dataset.home + route;
		const topic = add("a", item, { href, className: "topic" });
		show(topic, title);
		add("p", item, { textContent: [section, ...tags].filter(Boolean).join(" · ") });
		const texts = hits.length && add("ul", item);
		for (const { id, own, heading, words } of hits.slice(0, TEXTS)) {
			// Its own anchor, or its heading's and first words.
			const start = encodeURIComponent(words.split(" ", 5).join(" ")).replace(/-/g, "%2D");
			const link = add("a", add("li", texts), { href: `${href}#${own || `${id}:~:text=${start}`}` });
			show(add("b", link), heading);
			show(add("span", link), words);
		}
		return topic;
	}

	// It is read out: not at every key.
	function tell(text) {
		clearTimeout(telling);
		telling = setTimeout(() => { status.textContent = text; }, 300);
	}

	function search() {
		const patterns = [...q.value.matchAll(TERM)].map(pattern).filter(Boolean);
		const terms = patterns.map((pattern) => RegExp(pattern, "u"));
		const wanted = patterns.join("") + section.value + tag.value;
		const fits = (page) => wanted && ["", page.section].includes(section.value) && ["", ...page.tags].includes(tag.value);
		const found = pages.filter(fits).flatMap((page) => judge(page, terms)).sort(byRank);
		places = RegExp(patterns.join("|") || "(?!)", "gu");
		const more = () => {
			const [topic] = found.splice(0, PORTION).map(list);
			next.hidden = !found.length;
			return topic;
		};
		all.hidden = wanted;
		results.replaceChildren();
		tell(wanted && (found.length ? form.dataset.found.replace("{number}", found.length) : form.dataset.none));
		more();
		next.onclick = () => more().focus();
		// A page on a disk may not change its address.
		if (location.host) history.replaceState(null, "", location.pathname + (q.value && `?q=${encodeURIComponent(q.value)}`));
	}

	function load() {
		if (pages) search();
		else script ??= add("script", document.head, {
			src: form.dataset.index,
			onload() { pages = attacheIndex.map(read); search(); },
			onerror() { script = null; tell(form.dataset.failed); },
		});
	}

	function move(event) {
		const { key, target, isComposing, keyCode } = event;
		// A word is being put together (229: Safari).
		if (isComposing || keyCode === 229) return;
		const links = [q, ...results.querySelectorAll("a")], here = links.indexOf(target);
		if (key === "Escape") { q.value = ""; q.focus(); load(); }
		else if (key === "ArrowDown" || (key === "Enter" && target === q)) links[here + 1]?.focus();
		else if (key === "ArrowUp") links[here - 1]?.focus();
		else return;
		event.preventDefault();
	}

	form.oninput = load;
	q.onkeydown = results.onkeydown = move;
	q.value = new URLSearchParams(location.search).get("q");
	q.focus();
	if (q.value) load();
})();
