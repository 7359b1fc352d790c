// A briefing in Eleventy: what every page shares is made once and kept.
import highlight from "@11ty/eleventy-plugin-syntaxhighlight";
import anchor from "markdown-it-anchor";
import footnote from "markdown-it-footnote";

const PAGES_IN_A_LIST = 50;
const SECTIONS_LISTED = 100;
const PAGES_LISTED = 60;
const HIGHLIGHT = true;

const link = (page) => `<li><a href="${page.url}">${page.data.title}</a></li>`;

// Lists that go on at page/2/.
function lists(groups, folder) {
  return [...groups].flatMap(([name, pages]) => {
    const count = Math.ceil(pages.length / PAGES_IN_A_LIST);
    return Array.from({ length: count }, (_, at) => ({
      name,
      pages: pages.slice(at * PAGES_IN_A_LIST, (at + 1) * PAGES_IN_A_LIST),
      address: `${folder}${name}/${at > 0 ? `page/${at + 1}/` : ""}`,
      next: at + 1 < count ? `${folder}${name}/page/${at + 2}/` : null,
    }));
  });
}

function grouped(pages, keys) {
  const groups = new Map();
  for (const page of pages) {
    for (const key of keys(page)) {
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(page);
    }
  }
  return groups;
}

export default function (config) {
  const ordered = (api) =>
    api.getFilteredByGlob("content/section-*/*.md").sort((a, b) => (a.url < b.url ? -1 : 1));
  const sectionOf = (page) => page.url.split("/")[1];
  let neighbours = new Map();
  let navigation = new Map();
  let sections = new Map();

  if (HIGHLIGHT) config.addPlugin(highlight);
  config.amendLibrary("md", (markdown) => {
    markdown.use(anchor, { tabIndex: false });
    markdown.use(footnote);
  });
  config.addCollection("ordered", (api) => {
    const pages = ordered(api);
    sections = grouped(pages, (page) => [sectionOf(page)]);
    navigation = new Map();
    neighbours = new Map(
      pages.map((page, at) => [page.url, { previous: pages[at - 1], next: pages[at + 1] }]),
    );
    return pages;
  });
  config.addCollection("sectionLists", (api) =>
    lists(grouped(ordered(api), (page) => [sectionOf(page)]), "/"),
  );
  config.addCollection("tagLists", (api) =>
    lists(grouped(ordered(api), (page) => page.data.tags), "/tags/"),
  );
  config.addCollection("latest", (api) =>
    ordered(api)
      .sort((a, b) => b.date - a.date)
      .slice(0, 20),
  );
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  config.addFilter("neighbours", (url) => neighbours.get(url) ?? {});
  config.addFilter("navigation", (url) => {
    const own = url.split("/")[1];
    if (!navigation.has(own)) {
      const items = [...sections].slice(0, SECTIONS_LISTED).map(([name, pages]) => {
        const inside = name === own && pages.length <= PAGES_LISTED ? `<ul>\n${pages.map(link).join("\n")}\n</ul>` : "";
        return `<li><a href="/${name}/">${name}</a>${inside}</li>`;
      });
      navigation.set(own, `<ul>\n${items.join("\n")}\n</ul>`);
    }
    return navigation.get(own);
  });
  config.addFilter("contents", (html) => {
    const headings = [...html.matchAll(/<h2 id="([^"]*)"[^>]*>(.*?)<\/h2>/g)];
    return headings.map(([, id, text]) => `<li><a href="#${id}">${text}</a></li>`).join("\n");
  });

  return {
    dir: { input: "content", includes: "../layouts", data: "../data", output: "public" },
    markdownTemplateEngine: false,
    htmlTemplateEngine: "njk",
  };
}
