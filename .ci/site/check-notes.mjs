// Follows every note of every page with the keyboard, as a reader without a mouse and one who listens
// would: a reference is a link with a name, Enter leads to its note, which is announced as a footnote and
// can be seen; its number leads back; the tick of a quotation opens what was checked.
import { serve } from './server.mjs';

/** In the browser, when it has scrolled: what is wrong with the note that the address names, if anything is. */
async function lookAtTarget(id) {
  const frame = () => new Promise((done) => { requestAnimationFrame(done); });
  await frame();
  await frame();
  const target = document.getElementById(id);
  if (!target) return `there is no #${id}`;
  const box = target.getBoundingClientRect();
  if (box.width === 0 || box.height === 0) return `#${id} cannot be seen`;
  if (box.bottom < 0 || box.top > innerHeight) return `#${id} is out of sight`;
  return null;
}

async function follow(page, link, id, messages, what) {
  await link.focus();
  const focused = await link.evaluate((element) => element === document.activeElement);
  if (!focused) messages.push(`${what} cannot be reached with the keyboard`);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.hash === `#${id}`, { timeout: 5000 }).catch(() => messages.push(`${what} does not lead to #${id}`));
  const wrong = await page.evaluate(lookAtTarget, id);
  if (wrong) messages.push(`${what}: ${wrong}`);
}

async function ofPage(page, url) {
  await page.goto(url, { waitUntil: 'load' });
  const messages = [];
  const references = await page.locator('[role="doc-noteref"]').all();
  for (const reference of references) {
    const href = await reference.getAttribute('href');
    const id = href.slice(1);
    const number = (await reference.textContent()).trim();
    await follow(page, reference, id, messages, `reference ${number}`);
    const note = page.locator(`[id="${id}"]`);
    if ((await note.getAttribute('role')) !== 'doc-footnote') messages.push(`#${id} is not announced as a footnote`);
    const back = note.locator('[role="doc-backlink"]').first();
    const name = await back.getAttribute('aria-label');
    if (!name?.startsWith(number)) messages.push(`the way back from #${id} is not named after its number: ${name}`);
    await follow(page, back, (await back.getAttribute('href')).slice(1), messages, `the way back from note ${number}`);
  }
  for (const tick of await page.locator('a.verified').all()) {
    const id = (await tick.getAttribute('href')).slice(1);
    if (!(await tick.getAttribute('aria-label'))) messages.push(`the tick that leads to #${id} has no name`);
    await follow(page, tick, id, messages, `the tick of #${id}`);
    const open = await page.locator(`details:has([id="${id}"])`).evaluate((element) => element.open);
    if (!open) messages.push(`the tick does not open #${id}`);
  }
  return { messages, count: references.length };
}

export async function checkNotes(site, browser, report) {
  const server = await serve(site.dir, '/');
  let count = 0;
  try {
    for (const viewport of [{ width: 1440, height: 900 }, { width: 360, height: 740 }]) {
      const context = await browser.newContext({ viewport, javaScriptEnabled: true, reducedMotion: 'reduce' });
      const page = await context.newPage();
      for (const { address, file } of site.pages) {
        const found = await ofPage(page, server.base + address);
        count += found.count;
        report.judge('notes', file, [...new Set(found.messages)], `${viewport.width}`);
      }
      await context.close();
    }
  } finally {
    await server.close();
  }
  return `${count} references followed`;
}
