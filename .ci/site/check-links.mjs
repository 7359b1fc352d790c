// Every address a rendered page names, followed as a plain static host would answer it: it must exist,
// under the mount, without a redirect, and its #anchor must be on the page it leads to.
// `collect` runs in the page; `checkLinks` judges what was collected under one mount.

/** In the browser: the ids of the page, and the addresses that it names. */
export function collect() {
  const SOURCES = 'a[href], area[href], link[href], img[src], script[src], source[src], video[src], audio[src],'
    + ' track[src], iframe[src], embed[src], object[data], form[action], use[href], image[href]';
  const links = [];
  const add = (element, value) => {
    const tag = element.cloneNode(false).outerHTML.slice(0, 160);
    try {
      links.push({ url: new URL(value.trim(), document.baseURI).href, tag, rel: element.localName === 'link' ? element.rel : '' });
    } catch {
      links.push({ url: null, tag, rel: '' });
    }
  };
  for (const element of document.querySelectorAll(SOURCES)) {
    add(element, element.getAttribute('href') ?? element.getAttribute('src') ?? element.getAttribute('data') ?? element.getAttribute('action'));
  }
  for (const element of document.querySelectorAll('[srcset], [poster]')) {
    const parts = (element.getAttribute('srcset') ?? '').split(/,\s+/).map((part) => part.trim().split(/\s+/)[0]);
    for (const part of [...parts, element.getAttribute('poster') ?? '']) if (part) add(element, part);
  }
  for (const element of document.querySelectorAll('meta[property="og:image"], meta[property="og:url"], meta[name="twitter:image"]')) {
    add(element, element.content);
  }
  const ids = [...document.querySelectorAll('[id], a[name]')].map((element) => element.id || element.getAttribute('name'));
  return { ids, links };
}

const FETCHED = /\b(stylesheet|icon|preload|modulepreload|prefetch|preconnect|dns-prefetch|manifest)\b/;

/** Where the address leads within the mount; null if outside of the site; a text if it may not be. */
function place(link, server, baseUrl) {
  if (link.url === null) return 'is no address';
  if (/^(mailto|tel|data|sms|geo):/.test(link.url)) return null;
  const absolute = baseUrl && link.url.startsWith(baseUrl) ? server.base + link.url.slice(baseUrl.length) : link.url;
  const url = new URL(absolute);
  if (!/^https?:$/.test(url.protocol)) return `is of the kind ${url.protocol}`;
  if (url.origin !== server.origin) {
    return FETCHED.test(link.rel) ? 'would be fetched from another host' : null;
  }
  return absolute.startsWith(server.base) ? url : `leads out of the site's folder: ${url.pathname}`;
}

/** `visited`: a list of { address, where, ids, links, redirect } seen under `server`. */
export async function checkLinks(site, server, visited, report, look) {
  const idsAt = new Map(visited.filter((page) => page.ids && !page.missing)
    .map((page) => [new URL(page.address, server.base).pathname, new Set(page.ids)]));
  const redirects = new Set(site.redirects.map((page) => new URL(page.address, server.base).pathname));
  const answers = new Map();
  const ask = (url) => {
    if (!answers.has(url)) {
      answers.set(url, fetch(url, { redirect: 'manual' }).then(async (answer) => {
        await answer.arrayBuffer();
        return answer.status;
      }));
    }
    return answers.get(url);
  };
  for (const page of visited) {
    const wrong = new Set();
    for (const link of page.links) {
      const url = place(link, server, site.baseUrl);
      if (url === null) continue;
      const blame = (why) => wrong.add(`${why}\n${link.tag}`);
      if (typeof url === 'string') {
        blame(url);
        continue;
      }
      const path = url.pathname.replace(/\/index\.html$/, '/');
      const isSelf = page.missing && url.pathname === new URL(page.address, server.base).pathname;
      const status = isSelf ? 200 : await ask(url.origin + url.pathname);
      const anchor = decodeURIComponent(url.hash.slice(1)).replace(/:~:.*$/, '');
      const ids = isSelf ? new Set(page.ids) : idsAt.get(path);
      const shown = path.slice(new URL(server.base).pathname.length) || 'home';
      if (status >= 300 && status < 400) blame(`${shown} is a folder: its address ends in a slash`);
      else if (status !== 200) blame(`${shown} does not exist (${status})`);
      else if (redirects.has(path) && !page.redirect) blame(`${shown} only redirects`);
      else if (anchor && anchor !== 'top' && ids && !ids.has(anchor)) blame(`${shown} has no #${anchor}`);
    }
    report.judge('links', page.where, [...wrong], look);
  }
  return answers.size;
}
