// Changes the files of a small project while `attache watch` shows it in Chromium, as someone does who
// writes, and looks at what becomes of the open page: node check-watch.mjs ATTACHE
// What is changed shows by itself, and what the reader has done to the page stays: where it is scrolled to,
// what has the focus, is selected or opened. Mistakes stand in a panel over the last good page.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { audit } from './axe.mjs';
import { isLoopback, startBrowser } from './browser.mjs';

// Longer than anything takes, also on a machine with other work.
const PATIENCE = { timeout: 15_000 };
const MOST_BYTES = 3072;
const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 360, height: 740 };

const SITE = 'title: "Water"\ntheme: valley\nmarkdown: { raw_html: true }\n';
const STYLES = ['tokens', 'colours', 'type', 'layout', 'parts', 'content', 'evidence', 'print'];
const colours = (link) => `:root { --link: ${link}; }\n`;
const homePage = '---\ntitle: "Home"\n---\n\nSee [the wells](a.md).\n';
const lostPage = '---\ntitle: "Lost and found"\n---\n\nThis page comes and goes.\n';

// An error and a warning.
const AWAY = `[Away ${'from all that is known of the wells of the valley '.repeat(2)}](nowhere.md)`;
const UNUSED = '[^unused]: Nothing refers to this note.';

/** The long page: paragraphs with links, two things to open, and what else is given. */
function longPage({ title = 'The wells', early = '', middle = '', end = '' } = {}) {
  const words = 'The well was measured again in the dry season, and the water stood lower than before. ';
  const paragraph = (number) => {
    const extra = { 3: early, 20: middle }[number] ?? '';
    return `Paragraph ${number}. ${extra} ${words.repeat(3)} See [the home page](index.md).`;
  };
  const paragraphs = Array.from({ length: 40 }, (_, at) => paragraph(at + 1));
  const more = (name) => `<details><summary>${name}</summary>\n<p>Told at length.</p>\n</details>`;
  paragraphs.splice(21, 0, more('More of the north'), more('More of the south'), '## The south');
  return `---\ntitle: "${title}"\n---\n\n${paragraphs.join('\n\n')}\n\n${end}\n`;
}

// The project of the step that runs.
let folder;

function write(path, text) {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const remove = (path) => rmSync(join(folder, path), { recursive: true });

function writeProject() {
  write('site.yaml', SITE);
  const styles = STYLES.map((name) => `${name}.css`);
  write('themes/valley/theme.yaml', `extends: briefing\ncontext: 1\nstyles: [${styles}]\n`);
  write('themes/valley/assets/colours.css', colours('light-dark(#0b4f6c, #8fd0e8)'));
  write('content/index.md', homePage);
  write('content/a.md', longPage());
  write('content/lost.md', lostPage);
}

/** Waits for something in this program, not in the browser. */
async function until(what, holds) {
  const end = Date.now() + PATIENCE.timeout;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`no sign of ${what}`);
    await new Promise((done) => { setTimeout(done, 10); });
  }
}

/** `attache watch`, and all that it says. */
class Watch {
  said = '';

  /** On a port that the system chooses, or on that of one before. */
  static async start(program, port = 0) {
    const watch = new Watch();
    // With an editor, places are links.
    const args = ['watch', '--port', `${port}`, '--root', folder, '--editor', 'true {file}'];
    watch.child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    watch.ended = new Promise((done) => { watch.child.on('exit', done).on('error', done); });
    watch.child.stderr.setEncoding('utf8').on('data', (text) => { watch.said += text; });
    const address = /The site is at http:\/\/127\.0\.0\.1:(\d+)\//;
    await until('the preview', () => address.test(watch.said) && /Ready|error\[/.test(watch.said));
    [, watch.port] = address.exec(watch.said);
    return watch;
  }

  /** The browser asks nobody what `localhost` is. */
  get base() { return `http://127.0.0.1:${this.port}/`; }

  async end() {
    this.child.kill('SIGTERM');
    await this.ended;
  }
}

let passed = 0;
let failed = 0;
let step = '';

function expect(what, holds, found = '') {
  if (holds) {
    passed += 1;
  } else {
    failed += 1;
    console.log(`  ${step}: ${what}${found === '' ? '' : `; found ${JSON.stringify(found)}`}`);
  }
}

/** Waits for something in the page, which is one thing that is checked. */
async function shows(page, what, test, given) {
  const found = await page.waitForFunction(test, given, PATIENCE).then(() => true, () => false);
  expect(what, found);
}

const hasText = (text) => document.querySelector('main').textContent.includes(text);
const hasPanel = (text) => {
  const panel = document.querySelector('attache-mistakes').shadowRoot.querySelector('details.error[open]');
  return panel !== null && panel.textContent.includes(text) && panel.checkVisibility();
};
const hasNoPanel = () => !document.querySelector('attache-mistakes').shadowRoot.querySelector('details');
const hasWarning = (text) => {
  const { shadowRoot } = document.querySelector('attache-mistakes');
  return shadowRoot.querySelector('details.warning:not([open])')?.textContent.includes(text);
};
const survives = (page) => page.evaluate(() => window.survivor === true);
const scrolled = (page) => page.evaluate(() => scrollY);

/** Opens a page and waits until it listens for changes. Its variable is lost when it is loaded again. */
async function open(page, url) {
  const listens = page.waitForRequest(/\/_attache\/events/, PATIENCE);
  await Promise.all([listens, page.goto(url, { waitUntil: 'load', ...PATIENCE })]);
  await page.evaluate(() => { window.survivor = true; });
}

/** In the browser: scrolls to the middle of the long page, and does there what a reader does. */
function readAndMark() {
  const paragraphs = [...document.querySelectorAll('main p')];
  const numbered = (number) => paragraphs.find((p) => p.textContent.startsWith(`Paragraph ${number}.`));
  numbered(20).scrollIntoView({ block: 'center' });
  numbered(19).querySelector('a').focus({ preventScroll: true });
  getSelection().setBaseAndExtent(numbered(21).firstChild, 0, numbered(21).firstChild, 12);
  document.querySelectorAll('main details')[0].open = true;
}

/** In the browser: what must stay as it is. */
function marks() {
  const paragraphs = [...document.querySelectorAll('main p')];
  const numbered = (number) => paragraphs.find((p) => p.textContent.startsWith(`Paragraph ${number}.`));
  const [opened, closed] = document.querySelectorAll('main details');
  return {
    focus: document.activeElement.closest('p')?.textContent.slice(0, 13),
    selection: getSelection().toString(),
    opened: opened.open,
    closed: closed.open,
    top: Math.round(numbered(19).getBoundingClientRect().top),
  };
}

async function expectSameMarks(page, before) {
  const after = await page.evaluate(marks);
  for (const name of ['focus', 'selection', 'opened', 'closed']) {
    expect(`${name} stays ${JSON.stringify(before[name])}`, after[name] === before[name], after[name]);
  }
  const moved = after.top - before.top;
  expect('what was in sight stays where it was', Math.abs(moved) <= 2, moved);
  expect('nothing is loaded again', await survives(page));
}

async function changeOfStyle({ page, watch }) {
  await open(page, `${watch.base}a/`);
  await page.evaluate(() => scrollTo(0, 1500));
  for (const link of ['rgb(1, 2, 3)', 'rgb(4, 5, 6)']) {
    write('themes/valley/assets/colours.css', colours(link));
    await shows(page, `links become ${link}`, (colour) => (
      getComputedStyle(document.querySelector('main p a')).color === colour), link);
    const sheets = () => document.querySelectorAll('link[rel="stylesheet"]').length === 1;
    await shows(page, 'one style sheet is left', sheets);
  }
  expect('nothing is loaded again', await survives(page));
  expect('it stays scrolled to 1500', (await scrolled(page)) === 1500, await scrolled(page));
}

async function changeOfText({ page, watch }) {
  await open(page, `${watch.base}a/`);
  await page.evaluate(readAndMark);
  const before = await page.evaluate(marks);
  write('content/a.md', longPage({ middle: 'A sentence is new here.' }));
  await shows(page, 'a new sentence in sight', hasText, 'A sentence is new here.');
  await expectSameMarks(page, before);
  const early = 'Much has been put in above. '.repeat(30);
  write('content/a.md', longPage({ early, middle: 'A sentence is new here.' }));
  await shows(page, 'new sentences above', hasText, early.trim());
  await expectSameMarks(page, before);
}

async function changeOfTitle({ page, watch }) {
  await open(page, `${watch.base}a/`);
  write('content/a.md', longPage({ title: 'The springs' }));
  await shows(page, 'the title of the window', () => document.title.startsWith('The springs'));
  await shows(page, 'the heading', () => document.querySelector('h1').textContent === 'The springs');
  write('content/a.md', longPage({ title: 'The springs', end: '## The east' }));
  await shows(page, 'a new heading', () => document.getElementById('the-east') !== null);
  expect('nothing is loaded again', await survives(page));
}

async function changeOfTemplate({ page, watch }) {
  await open(page, `${watch.base}a/`);
  await page.evaluate(() => scrollTo(0, 1500));
  const changes = [
    () => write('themes/valley/templates/_footer.html', '<footer class="footer">Another foot</footer>\n'),
    () => remove('themes/valley/templates'),
  ];
  for (const [at, change] of changes.entries()) {
    await page.evaluate(() => { window.survivor = true; });
    change();
    await shows(page, `the foot of template ${at + 1}`, (isOwn) => (
      (document.querySelector('footer')?.textContent === 'Another foot') === isOwn), at === 0);
    expect('the page is loaded again', !(await survives(page)));
    await shows(page, 'it is scrolled to 1500 again', () => scrollY === 1500);
  }
}

const TEMPLATE = 'themes/valley/templates/page.html';
const page = (block) => `{% extends "briefing/page.html" %}\n{% block main %}\n${block}\n{% endblock %}\n`;
const MISTAKES = [
  { code: 'broken-link', path: 'content/a.md', text: longPage({ end: AWAY }) },
  { code: 'unknown-key', path: 'content/a.md', text: longPage().replace('title:', 'titel:') },
  { code: 'unterminated-front-matter', path: 'content/a.md', text: longPage().replace('\n---\n', '\n--\n') },
  { code: 'template-undefined', path: TEMPLATE, text: page('{{ nothing.at.all }}') },
  { code: 'template-syntax', path: TEMPLATE, text: page('{% if %}') },
  { code: 'unknown-key', path: 'site.yaml', text: `${SITE}colour: red\n` },
  { code: 'yaml-syntax', path: 'site.yaml', text: `${SITE}subtitle: "Open\n` },
];

/** In the browser: the mistakes, each with the place that it names as a link. */
const listed = () => {
  const { shadowRoot } = document.querySelector('attache-mistakes');
  const items = [...shadowRoot.querySelectorAll('li')];
  return items.map((item) => ({ text: item.textContent, link: item.querySelector('a')?.textContent }));
};

async function oneMistake({ page, watch }, { code, path, text }) {
  const good = readFileSync(join(folder, 'content/a.md'), 'utf8');
  const said = watch.said.length;
  write(path, text);
  await shows(page, `${code} in ${path} has a panel`, hasPanel, code);
  const mistakes = await page.evaluate(listed);
  const isSaid = () => mistakes.every((mistake) => watch.said.slice(said).includes(mistake.text));
  await until(`the same words in the terminal: ${JSON.stringify(mistakes)}`, isSaid);
  expect(`${code} is a link to ${path}`, mistakes.some(({ link }) => link?.startsWith(path)), mistakes);
  const below = await page.evaluate(() => document.querySelector('main').textContent);
  expect('the last good page stays', below.includes('Paragraph 40.') && !below.includes('Away'));
  expect('nothing is loaded again', await survives(page));
  await mend(page, { path, good });
}

async function mend(page, { path, good }) {
  if (path === TEMPLATE) remove('themes/valley/templates');
  if (path === 'site.yaml') write('site.yaml', SITE);
  const now = `Mended for the ${passed}th time.`;
  write('content/a.md', good.replace(/(Mended .*)?\n$/, `\n${now}\n`));
  await shows(page, 'what is mended shows', hasText, now);
  await shows(page, 'the panel is gone', hasNoPanel);
  await page.evaluate(() => { window.survivor = true; });
}

async function mistakes(context) {
  await open(context.page, `${context.watch.base}a/`);
  for (const mistake of MISTAKES) await oneMistake(context, mistake);
}

/** Who shuts the panel is left in peace until nothing is wrong. */
async function shutPanel({ page, watch }) {
  await open(page, `${watch.base}a/`);
  write('content/a.md', longPage({ end: AWAY }));
  await shows(page, 'a panel', hasPanel, 'broken-link');
  await page.locator('attache-mistakes summary').click();
  write('content/a.md', longPage({ end: `${AWAY}\n\n${AWAY.replace('nowhere', 'elsewhere')}` }));
  const isShut = (text) => {
    const { shadowRoot } = document.querySelector('attache-mistakes');
    return shadowRoot.querySelector('details.error:not([open])')?.textContent.includes(text);
  };
  await shows(page, 'the panel stays shut', isShut, '2 errors');
  write('content/a.md', longPage());
  await shows(page, 'the panel is gone', hasNoPanel);
  write('content/a.md', longPage({ end: AWAY }));
  await shows(page, 'the next one is open', hasPanel, 'broken-link');
  write('content/a.md', longPage());
}

/** An editor opens a place, and the page stays. */
async function placeOfMistake({ page, watch }) {
  await open(page, `${watch.base}a/`);
  write('content/a.md', longPage({ end: AWAY }));
  await shows(page, 'a panel', hasPanel, 'broken-link');
  const answer = page.waitForResponse(/\/_attache\/edit/, PATIENCE);
  await page.locator('attache-mistakes a').click();
  expect('a place opens the editor', (await answer).status() === 204, (await answer).status());
  expect('nothing is loaded again', await survives(page));
  write('content/a.md', longPage());
  await shows(page, 'after that the page still changes', hasNoPanel);
}

/** In the browser: how much of the window the panel takes, in hundredths. */
const covered = () => {
  const { shadowRoot } = document.querySelector('attache-mistakes');
  const { width, height } = shadowRoot.querySelector('details').getBoundingClientRect();
  return Math.round((100 * width * height) / (innerWidth * innerHeight));
};

async function warning({ page, watch }) {
  await open(page, `${watch.base}a/`);
  write('content/a.md', longPage({ end: `All the same.\n\n${UNUSED}` }));
  await shows(page, 'a line with the warning', hasWarning, 'unused-footnote');
  await shows(page, 'the page with the warning', hasText, 'All the same.');
  for (const viewport of [DESKTOP, PHONE]) {
    await page.setViewportSize(viewport);
    const share = await page.evaluate(covered);
    expect(`the line covers little at ${viewport.width} px`, share <= 5, share);
  }
  await page.setViewportSize(DESKTOP);
  await page.locator('attache-mistakes summary').click();
  expect('the warning can be opened', await page.locator('attache-mistakes details[open] pre').isVisible());
  write('content/a.md', longPage());
  await shows(page, 'the line is gone', hasNoPanel);
  expect('nothing is loaded again', await survives(page));
}

/** Text changes while nobody serves; then a mistake is mended meanwhile, and one is made. */
async function awayFromServer(context) {
  const { page, watch } = context;
  await open(page, `${watch.base}a/`);
  const [good, bad] = [longPage({ end: 'Written meanwhile.' }), longPage({ end: AWAY })];
  for (const [text, what, test, given] of [
    [good, 'what was written meanwhile shows', hasText, 'Written meanwhile.'],
    [bad, 'the mistake made meanwhile shows', hasPanel, 'broken-link'],
    [longPage(), 'the mistake mended meanwhile is gone', hasNoPanel],
  ]) {
    await context.watch.end();
    await shows(page, 'that the preview has ended', () => (
      document.querySelector('attache-mistakes').shadowRoot.textContent.includes('has ended')));
    write('content/a.md', text);
    context.watch = await Watch.start(context.program, watch.port);
    await shows(page, what, test, given);
  }
}

/** The page is told of a change, and cannot fetch it. */
async function awayFromNetwork({ page, watch }) {
  await open(page, `${watch.base}a/`);
  await page.context().setOffline(true);
  const isMissed = (request) => /\/a\/$|\/_attache\/events/.test(request.url());
  const fails = page.waitForEvent('requestfailed', { predicate: isMissed, ...PATIENCE });
  write('content/a.md', longPage({ end: 'Written offline.' }));
  await fails;
  await page.context().setOffline(false);
  await shows(page, 'what was written meanwhile shows', hasText, 'Written offline.');
  write('content/a.md', longPage());
}

/** A browser has six connections for a site: pages that nobody sees must leave them to the others. */
async function manyPages({ browser, watch }) {
  const many = await browser.newContext({ viewport: DESKTOP });
  const pages = [];
  // Without a window no page is ever hidden: it is told so.
  const turn = (page, hidden) => page.evaluate((now) => {
    Object.defineProperty(document, 'hidden', { configurable: true, value: now });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, hidden);
  for (let count = 0; count < 7; count += 1) {
    if (count > 0) await turn(pages.at(-1), true);
    pages.push(await many.newPage());
    await open(pages.at(-1), `${watch.base}a/`);
  }
  write('content/a.md', longPage({ end: 'Written for seven.' }));
  await shows(pages.at(-1), 'the page in front changes', hasText, 'Written for seven.');
  await turn(pages[0], false);
  await shows(pages[0], 'one that comes to the front does', hasText, 'Written for seven.');
  expect('nothing is loaded again', await survives(pages[0]));
  await many.close();
}

async function pageThatGoes({ page, watch }) {
  await open(page, `${watch.base}lost/`);
  const heading = (words) => document.querySelector('h1').textContent === words;
  remove('content/lost.md');
  await shows(page, 'the 404 page in its place', () => document.title.startsWith('Page not found'));
  await shows(page, 'its heading', heading, 'Page not found');
  write('content/lost.md', lostPage);
  await shows(page, 'the page again', heading, 'Lost and found');
}

async function script({ watch }) {
  const answer = await fetch(`${watch.base}_attache/client.js`);
  const size = (await answer.arrayBuffer()).byteLength;
  expect(`the script is under ${MOST_BYTES} bytes`, answer.ok && size < MOST_BYTES, size);
}

/** In the browser: what is wrong with the panel's size. */
function lookAtPanel() {
  const panel = document.querySelector('attache-mistakes').shadowRoot.querySelector('details');
  const { height } = panel.getBoundingClientRect();
  if (height > innerHeight * 0.55) return `it is ${height} px high in a window of ${innerHeight} px`;
  const beyond = panel.scrollWidth - panel.clientWidth;
  return beyond > 0 ? `it is ${beyond} px too wide` : null;
}

async function accessibility({ browser, watch }) {
  for (const [end, panel] of [[`${AWAY}\n\n${UNUSED}`, hasPanel], [UNUSED, hasWarning]]) {
    write('content/a.md', longPage({ end }));
    for (const [viewport, colorScheme] of [
      [DESKTOP, 'light'], [DESKTOP, 'dark'], [PHONE, 'light'], [PHONE, 'dark'],
    ]) {
      const page = await browser.newPage({ viewport, colorScheme, reducedMotion: 'reduce' });
      await open(page, `${watch.base}a/`);
      await shows(page, 'a panel', panel, 'unused-footnote');
      const found = await audit(page);
      expect(`axe finds nothing at ${viewport.width} px, ${colorScheme}`, found.length === 0, found);
      const wrong = await page.evaluate(lookAtPanel);
      expect(`the panel fits at ${viewport.width} px`, wrong === null, wrong);
      await page.close();
    }
  }
  write('content/a.md', longPage());
}

/** Notes what goes wrong in the tab, but for what must in this step. */
async function listen(page, errors, allowed) {
  const note = (text) => { if (!allowed?.test(text)) errors.push(text); };
  page.on('pageerror', (error) => note(`script error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') note(`console: ${message.text()} ${message.location().url}`);
  });
  await page.route((url) => !isLoopback(url.href), (route) => {
    note(`asked another host: ${route.request().url()}`);
    return route.abort();
  });
}

const STEPS = [
  { name: 'a change of style', run: changeOfStyle },
  { name: 'a change of text', run: changeOfText },
  { name: 'a change of a title', run: changeOfTitle },
  { name: 'a change of a template', run: changeOfTemplate },
  { name: 'mistakes', run: mistakes },
  { name: 'a panel that is shut', run: shutPanel },
  { name: 'the place of a mistake', run: placeOfMistake },
  { name: 'a warning', run: warning },
  { name: 'away from the server', run: awayFromServer, allowed: /net::ERR_/ },
  { name: 'away from the network', run: awayFromNetwork, allowed: /net::ERR_/ },
  { name: 'many pages', run: manyPages },
  { name: 'a page that goes', run: pageThatGoes, allowed: /\b404\b.*\/lost\/$/ },
  { name: 'the script', run: script },
  { name: 'accessibility', run: accessibility },
];

/** Runs a step with a project, a preview and a tab of its own. */
async function take({ name, run, allowed }, program, browser) {
  step = name;
  folder = mkdtempSync(join(tmpdir(), 'attache-watch-'));
  writeProject();
  const watch = await Watch.start(program);
  const page = await browser.newPage({ viewport: DESKTOP, reducedMotion: 'reduce' });
  const context = { program, browser, watch, page };
  const errors = [];
  await listen(page, errors, allowed);
  try {
    await run(context);
  } catch (error) {
    expect(error.message.split('\n')[0], false);
  } finally {
    expect('there are no errors in the browser', errors.length === 0, errors);
    await page.close();
    await context.watch.end();
    rmSync(folder, { recursive: true });
  }
}

const program = resolve(process.argv[2]);
const browser = await startBrowser();
try {
  for (const one of STEPS) await take(one, program, browser);
} finally {
  await browser.close();
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
