// Keeps an open page as its files say: `attache watch` puts this at the end of every page, no build does.
(() => {
  const me = document.currentScript;
  const host = document.createElement('attache-mistakes');
  const shadow = host.attachShadow({ mode: 'open' });
  document.documentElement.append(host);

  const isSheet = (node) => node.nodeName === 'LINK' && node.rel === 'stylesheet';
  const isAlike = (a, b) => a.nodeName === b.nodeName && a.id === b.id && isSheet(a) === isSheet(b);

  // Makes one node like another, and leaves alone what is alike: focus, scrolling and open details stay.
  const patch = (a, b) => {
    if (a.isEqualNode(b)) return;
    if (a.nodeType !== 1) { a.nodeValue = b.nodeValue; return; }
    if (isSheet(a) && a.href !== b.href) {
      // The old sheet goes when the new one is there, so that nothing flashes.
      const sheet = document.importNode(b);
      sheet.onload = sheet.onerror = () => a.remove();
      a.after(sheet);
      return;
    }
    for (const { name, value } of [...b.attributes]) {
      if (name !== 'open' && a.getAttribute(name) !== value) a.setAttribute(name, value);
    }
    for (const { name } of [...a.attributes]) {
      if (name !== 'open' && !b.hasAttribute(name)) a.removeAttribute(name);
    }
    const old = [...a.childNodes], now = [...b.childNodes];
    while (old.length && now.length && old[0].isEqualNode(now[0])) { old.shift(); now.shift(); }
    let end = null;
    while (old.length && now.length && old.at(-1).isEqualNode(now.at(-1))) { end = old.pop(); now.pop(); }
    for (const node of now) {
      const at = old.findIndex((other) => isAlike(other, node));
      if (at < 0) {
        a.insertBefore(document.importNode(node, true), old[0] ?? end);
      } else {
        for (const gone of old.splice(0, at)) gone.remove();
        patch(old.shift(), node);
      }
    }
    for (const gone of old) gone.remove();
  };

  const refresh = async () => {
    const answer = await fetch(location.href, { cache: 'no-store' });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    page.documentElement.append(host.cloneNode());
    patch(document.documentElement, page.documentElement);
  };

  let queue = Promise.resolve();
  const query = new URLSearchParams({ at: location.pathname, have: me.dataset.stamp });
  const events = new EventSource(`/_attache/events?${query}`);
  events.addEventListener('patch', () => { queue = queue.then(refresh).catch(() => {}); });
  events.addEventListener('reload', () => location.reload());
  events.addEventListener('mistakes', ({ data }) => { shadow.innerHTML = data; });
  addEventListener('pagehide', () => events.close());
  addEventListener('pageshow', ({ persisted }) => { if (persisted) location.reload(); });
})();
