// Keeps an open page of `attache watch` as its files say; no build has it.
{
  const root = document.documentElement;
  const host = document.createElement('attache-mistakes');
  const shadow = host.attachShadow({ mode: 'open' });
  host.role = 'status';
  root.append(host);

  const isSheet = (node) => node.nodeName === 'LINK' && node.rel === 'stylesheet';
  const isAlike = (a, b) => a.nodeName === b.nodeName && a.id === b.id && isSheet(a) === isSheet(b);
  const top = (node) => node?.getBoundingClientRect().top;

  // Makes a node like another: what is alike stays, with its focus.
  const patch = (a, b) => {
    if (a.isEqualNode(b)) return;
    if (a.nodeType !== 1) { a.nodeValue = b.nodeValue; return; }
    if (isSheet(a) && a.href !== b.href) {
      // So that nothing flashes.
      b.onload = () => b.isConnected && a.remove();
      a.after(b);
      return;
    }
    for (const { name } of [...a.attributes, ...b.attributes]) {
      const value = b.getAttribute(name);
      if (name === 'open' || a.getAttribute(name) === value) continue;
      value === null ? a.removeAttribute(name) : a.setAttribute(name, value);
    }
    let old = [...a.childNodes], end = null;
    const now = [...b.childNodes], ids = new Set(now.map((node) => node.id));
    old = old.filter((node) => !node.id || ids.has(node.id) || node.remove());
    const isSame = (at) => old.at(at)?.isEqualNode(now.at(at));
    while (isSame(0)) { old.shift(); now.shift(); }
    while (isSame(-1)) { end = old.pop(); now.pop(); }
    for (const node of now) {
      const at = old.findIndex((other, at) => (!at || node.id) && isAlike(other, node));
      if (at < 0) {
        a.insertBefore(node, old[0] ?? end);
      } else {
        for (const gone of old.splice(0, at)) gone.remove();
        patch(old.shift(), node);
      }
    }
    for (const gone of old) gone.remove();
  };

  const refresh = async () => {
    const answer = await fetch(location);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    page.documentElement.append(host.cloneNode());
    // Stays in place.
    const spot = [...document.querySelectorAll('main *')].find((node) => top(node) > 0), was = top(spot);
    patch(root, page.documentElement);
    if (scrollY && spot?.isConnected) scrollBy({ top: top(spot) - was, behavior: 'instant' });
  };

  let queue = Promise.resolve(), events, told;
  const tell = (html) => {
    // Who has shut the panel does not want it again at each save.
    const isShut = shadow.querySelector('.error:not([open])');
    shadow.innerHTML = told = html;
    if (isShut) shadow.querySelector('details')?.removeAttribute('open');
  };
  const ended = '<style>p{position:fixed;bottom:0;right:1em;padding:.4em;background:#222;color:#fff;'
    + 'font:1em system-ui}@media print{p{display:none}}</style><p>The preview has ended.';
  // A browser has few connections for all its pages.
  const listen = () => {
    events?.close();
    if (document.hidden) return;
    const query = new URLSearchParams({ at: location.pathname, have: document.querySelector('[data-stamp]').dataset.stamp });
    events = new EventSource(`/_attache/events?${query}`);
    events.addEventListener('patch', () => { queue = queue.then(refresh).catch(() => setTimeout(listen, 999)); });
    events.addEventListener('reload', () => location.reload());
    events.addEventListener('mistakes', ({ data }) => { if (data !== told) tell(data); });
    events.onerror = ({ target }) => setTimeout(() => { if (target === events && target.readyState !== 1) tell(ended); }, 2e3);
  };
  listen();
  addEventListener('visibilitychange', listen);
}
