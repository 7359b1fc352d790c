// Searches the sample as a reader would: by beginnings of words, by phrases, without capitals and accents,
// with the keyboard, under the strict policy; then in a page opened from a disk, and without JavaScript.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { audit } from './axe.mjs';
import { POLICY } from './check-pages.mjs';
import { serve } from './server.mjs';

const PAGES = 200;

/** Types, and waits until the status has been told: it is told whether or not something is found. */
async function look(page, words) {
  await page.evaluate(() => { document.getElementById('Status').textContent = 'not yet'; });
  await page.fill('#Query', words);
  // The same words again are searched for as well.
  await page.dispatchEvent('#Query', 'input');
  await page.waitForFunction(() => document.getElementById('Status').textContent !== 'not yet');
  return page.evaluate(() => ({
    titles: [...document.querySelectorAll('#Results .topic')].map((link) => link.textContent),
    marked: [...document.querySelectorAll('#Results mark')].map((mark) => mark.textContent),
    links: [...document.querySelectorAll('#Results a')].map((link) => link.href),
    status: document.querySelector('[role=status]').textContent,
    all: !document.getElementById('All').hidden,
  }));
}

/** The texts are there: the first key has asked for them. */
async function loaded(page) {
  await page.keyboard.type('a');
  await page.waitForFunction(() => globalThis.attacheIndex);
}

/** A text of the sample to look for: the first page's longest word, and three words in a row of it. */
async function sample(page) {
  return page.evaluate(() => {
    const texts = attacheIndex.flatMap(([route, , , , parts]) => parts.flatMap(([, , texts]) => texts.map(([, text]) => [route, text])));
    const [route, text] = texts.find(([route, text]) => route && text.length > 60);
    const words = text.match(/[\p{L}\p{N}]+(?: [\p{L}\p{N}]+){2}/u)[0];
    const longest = text.match(/\p{L}+/gu).sort((a, b) => b.length - a.length)[0];
    return { route, words, longest };
  });
}

async function served(site, browser, width, colorScheme, messages) {
  const server = await serve(site.dir, '/', { 'content-security-policy': POLICY });
  const context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme });
  const page = await context.newPage();
  page.on('pageerror', (error) => messages.push(error.message));
  try {
    await page.goto(`${server.base}search/`, { waitUntil: 'load' });
    if (await page.evaluate(() => !!globalThis.attacheIndex)) messages.push('the texts are loaded before anyone searches');
    await loaded(page);
    const { route, words, longest } = await sample(page);
    const expect = (holds, what) => { if (!holds) messages.push(what); };
    const phrase = await look(page, `“${words}”`);
    expect(phrase.links.some((link) => new URL(link).pathname === `/${route}`), `“${words}” does not find ${route}`);
    expect(phrase.status.includes(String(phrase.titles.length)), `the status says: ${phrase.status}`);
    expect(!phrase.all, 'the list of all topics stays beside results');
    const turned = await look(page, `"${words.split(' ').reverse().join(' ')}"`);
    expect(turned.titles.length === 0 && turned.status !== '', 'a phrase is found whose words stand otherwise');
    const beginning = await look(page, longest.slice(0, -1).toUpperCase());
    expect(beginning.marked.some((mark) => mark === longest), `the beginning of ${longest} does not mark it`);
    const accented = await look(page, longest.replace(/[aeiou]/gi, (vowel) => `${vowel}\u0301`));
    expect(accented.marked.some((mark) => mark === longest), `${longest} with accents is not found`);
    for (const link of accented.links) {
      const url = new URL(link);
      const html = readFileSync(join(site.dir, url.pathname, 'index.html'), 'utf8');
      const id = decodeURIComponent(url.hash.slice(1).split(':~:')[0]);
      expect(!id || html.includes(`id="${id}"`), `${url.pathname} has no #${id}`);
    }
    messages.push(...(await audit(page)).map((message) => `results, ${width} ${colorScheme}: ${message}`));
    await page.focus('#Query');
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate(() => document.activeElement.matches('#Results .topic')), 'ArrowDown does not reach the first result');
    await page.keyboard.press('ArrowUp');
    expect(await page.evaluate(() => document.activeElement.id === 'Query'), 'ArrowUp does not lead back');
    await page.keyboard.press('Escape');
    expect(await page.inputValue('#Query') === '', 'Escape does not empty the search');
    expect((await look(page, '')).all, 'an empty search does not show all topics');
    const nothing = await look(page, 'zzzxq');
    expect(nothing.titles.length === 0 && nothing.status !== '', 'nothing is said where nothing is found');
    await scripts(page, messages);
    return await speed(page);
  } finally {
    await context.close();
    await server.close();
  }
}

/** Starts the search again, with the texts of `pages` in place of the site's. */
async function replaceTexts(page, pages) {
  await page.evaluate(async (value) => {
    // The index of the site cannot take its place.
    Object.defineProperty(globalThis, 'attacheIndex', { value, writable: false, configurable: true });
    const form = document.getElementById('Search');
    form.replaceWith(form.cloneNode(true));
    const script = document.createElement('script');
    script.src = document.querySelector('script[defer]').src;
    await new Promise((done) => { script.onload = done; document.head.append(script); });
  }, pages);
  await look(page, 'a');
}

/** How long a key takes with 200 pages of 600 words, in milliseconds: the median of twenty. */
async function speed(page) {
  const word = (n) => `${'bcdfghklmnprstvz'[n % 16]}${'aeiou'[n % 5]}${'lnrst'[(n >> 3) % 5]}${n % 977}`;
  const text = (n) => Array.from({ length: 60 }, (_, i) => word(n * 31 + i * 7)).join(' ');
  const texts = (n) => Array.from({ length: 10 }, (_, i) => ['', text(n * 10 + i)]);
  await replaceTexts(page, Array.from({ length: PAGES }, (_, n) => [`p${n}/`, text(n).slice(0, 30), [], [], [['', '', texts(n)]]]));
  return page.evaluate(() => {
    const query = document.getElementById('Query');
    const times = [];
    for (let n = 1; n < 21; n += 1) {
      query.value = `bal${n} den`.slice(0, 3 + (n % 5));
      const start = performance.now();
      query.dispatchEvent(new Event('input', { bubbles: true }));
      times.push(performance.now() - start);
    }
    return times.sort((a, b) => a - b)[10];
  });
}

/** What is looked for, the text it is found in, and what is marked there. */
const SCRIPTS = [
  ['οδοσ', 'Η ΟΔΟΣ είναι κλειστή', 'ΟΔΟΣ'],
  ['ΟΔΌΣ', 'η οδός είναι κλειστή', 'οδός'],
  ['strasse', 'Die Straße ist zu', 'Straße'],
  ['istanbul', 'İSTANBUL’da su', 'İSTANBUL'],
  ['naive', 'A nai\u0308ve plan', 'naïve'],
  ['السلام', 'عملية السَّلَام في أفريقيا', 'السَّلَام'],
  ['水資', '関係国は水資源を協議した。', '水資'],
  ['난민', '난민을 돕는다', '난민'],
  ['“water plan”', 'The water  plan, and water planning', 'water  plan'],
];

async function scripts(page, messages) {
  await replaceTexts(page, SCRIPTS.map(([, text], n) => [`p${n}/`, `Page ${n}`, '', [], [['', '', [['', text]]]]]));
  for (const [words, text, mark] of SCRIPTS) {
    const { marked } = await look(page, words);
    if (!marked.includes(mark)) messages.push(`“${words}” does not mark ${mark} in “${text}”, but: ${marked.join(', ')}`);
  }
}

async function fromDisk(site, browser, messages) {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.on('pageerror', (error) => messages.push(`from a disk: ${error.message}`));
  await page.goto(pathToFileURL(join(site.dir, 'search/index.html')).href);
  await loaded(page);
  const { longest } = await sample(page);
  const found = await look(page, longest);
  if (!found.titles.length) messages.push('a page opened from a disk finds nothing');
  await context.close();
}

async function plain(site, browser, messages) {
  const server = await serve(site.dir, '/');
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${server.base}search/`);
  if (await page.locator('#Search').isVisible()) messages.push('without JavaScript the search is offered');
  if (!(await page.locator('#All .topic').first().isVisible())) messages.push('without JavaScript the topics are not there');
  await context.close();
  await server.close();
}

export async function checkSearch(site, browser, report) {
  const messages = [];
  let key;
  for (const width of [390, 1280]) {
    for (const colorScheme of ['light', 'dark']) key = await served(site, browser, width, colorScheme, messages);
  }
  await fromDisk(site, browser, messages);
  await plain(site, browser, messages);
  report.judge('search', 'search/index.html', messages);
  return `a key takes ${key.toFixed(1)} ms with ${PAGES} pages`;
}
