// Finds beginnings of words and "exact phrases" in texts the first key loads.
(() => {
	const form = document.getElementById("Search");
	const { q, section, tag } = form, { home, index, found: many, none, failed } = form.dataset;
	const [status, results, next, all] = document.querySelectorAll("#Status, #Results, #More, #All");
	const folds = {};
	let pages, places, script, telling;
	const PORTION = 20, TEXTS = 3, SHOWN = 220, BEFORE = 70;

	// A phrase, whose last mark may be missing; or a word.
	const TERM = /(?<!\S)["“”„«]([^"“”„»]*)(["“”»]?)|[^\s"“”„«»]+/gu;
	// Points of Hebrew and Arabic; other marks are letters.
	const ACCENTS = /(?=[\u0300-\u0670])\p{Mn}|\u0640/gu;

	// Capitals without accents, spaces for all else.
	const fold = (text) => text.normalize("NFKD").replace(ACCENTS, "").normalize().toUpperCase().replace(/[^\p{L}\p{N}\p{M}]/gu, " ");

	// Folded, with one space before and after each word.
	const spaced = (text) => fold(` ${text} `).replace(/ +/g, " ");

	// Letters without capitals often join words: a term may begin in one.
	function sought([word, phrase, end]) {
		const words = spaced(phrase ?? word), begun = words.trimEnd();
		return /\p{Lo}/u.test(words) ? begun.trim() : end ? words : begun;
	}

	// With the rest of a word that it begins.
	const pattern = (term) => (term[0] === " " ? `(?<!\\S)${term.trim()}${term.endsWith(" ") ? "(?!\\S)" : "\\S*"}` : term).replace(/ /g, " +");

	const read = ([route, title, sections, tags, parts]) => ({
		route, title, sections, tags, folded: spaced(title),
		texts: parts.flatMap(([id, heading, texts]) => texts.map(([own, words], i) => (
			{ id, own, heading, words, above: spaced(heading), folded: spaced(words), first: !i }))),
	});

	const byRank = (a, b) => b.rank - a.rank;

	// Whether a page holds every term. Titles outweigh headings, headings texts.
	function holds(page, terms) {
		const held = new Set();
		const count = (folded) => terms.filter((term) => folded.includes(term) && held.add(term)).length;
		for (const text of page.texts) {
			const own = count(text.folded), over = count(text.above);
			text.rank = own || text.first ? own + 10 * over : 0;
		}
		page.hits = page.texts.filter(({ rank }) => rank).sort(byRank);
		page.rank = 100 * count(page.folded) + (page.hits[0]?.rank ?? 0);
		return held.size === terms.length;
	}

	const add = (name, parent, properties) => parent.appendChild(Object.assign(document.createElement(name), properties));

	// A text, or what is around the first place in it.
	function show(parent, text) {
		const letters = [...text.normalize()], folded = letters.map((letter) => folds[letter] ??= fold(letter));
		const origin = folded.flatMap((part, i) => Array(part.length).fill(i));
		const found = [...folded.join("").matchAll(places)];
		// At a space, if one is near.
		const cut = (i) => { const gap = letters.slice(i, i + BEFORE).indexOf(" "); return i + (gap < 0 ? BEFORE : gap); };
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

	function list({ route, title, sections, tags, hits }) {
		const item = add("li", results), href = home + route;
		const topic = add("a", item, { href, className: "topic" });
		show(topic, title);
		add("p", item, { textContent: [...sections, ...tags].join(" · ") });
		const texts = hits[0] && add("ul", item);
		for (const { id, own, heading, words } of hits.slice(0, TEXTS)) {
			// Its own anchor, or its heading's and first words.
			const start = encodeURIComponent(words.split(" ", 5).join(" ")).replace(/-/g, "%2D");
			const link = add("a", add("li", texts), { href: `${href}#${own || `${id}:~:text=${start}`}` });
			show(add("b", link), heading);
			show(add("span", link), words);
		}
		return topic;
	}

	// When keys rest. A page on a disk may not change its address.
	function tell(text) {
		clearTimeout(telling);
		telling = setTimeout(() => {
			status.textContent = text;
			if (location.host) history.replaceState(null, "", q.value ? `?q=${encodeURIComponent(q.value)}` : location.pathname);
		}, 300);
	}

	function search() {
		const terms = [...new Set([...q.value.matchAll(TERM)].map(sought))].filter((term) => term.trim());
		const wanted = terms.join("") + section.value + tag.value;
		const fits = (page) => ["", ...page.sections].includes(section.value) && ["", ...page.tags].includes(tag.value);
		const found = pages.filter((page) => wanted && fits(page) && holds(page, terms)).sort(byRank);
		places = RegExp(terms.map(pattern).join("|") || "(?!)", "gu");
		const more = () => {
			const [topic] = found.splice(0, PORTION).map(list);
			next.hidden = !found.length;
			return topic;
		};
		all.hidden = wanted;
		results.replaceChildren();
		tell(wanted && (found.length ? many.replace("{number}", found.length) : none));
		more();
		next.onclick = () => more().focus();
	}

	function load() {
		if (pages) search();
		else script ??= add("script", document.head, {
			src: index,
			onload() { pages = attacheIndex.map(read); search(); },
			onerror() { script = null; tell(failed); },
		});
	}

	function move(event) {
		const { key, target, keyCode } = event;
		if (keyCode === 229) return; // A word is composed.
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
