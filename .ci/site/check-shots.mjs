// Compares pages with the pictures that are kept of them: node check-shots.mjs SITE GOLDEN KEPT OUT
// GOLDEN is the folder of the sites of tests/golden/, as they are expected.
// Where one differs, OUT has it as NAME.png, what was expected as NAME.expected.png, and NAME.difference.png.
// A mistake in a page that must be seen is planted each time: a check that cannot fail shows nothing.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startBrowser } from './browser.mjs';
import { compare } from './compare-shots.mjs';
import { onlyOurFonts } from './fonts.mjs';
import { serve } from './server.mjs';
import { takeShot } from './shot.mjs';
import { SHOTS } from './shot-list.mjs';
import { readSite } from './site.mjs';

/** The share of a picture that may differ: between Chromium 148 and 153 it is half of that, and most differ in nothing. */
const ALLOWED = 0.001;

const PLANTED = [
  ['a margin four pixels wider', 'main { margin-inline-start: 4px !important }'],
  ['a line of text a little higher', 'body { line-height: 1.57 !important }'],
  ['links in another colour', 'a { color: #c08 !important }'],
];

const [sample, golden, kept, out] = process.argv.slice(2).map((path) => resolve(path));
const problems = [];
const differing = [];

function judge(name, seen) {
  const file = join(kept, `${name}.png`);
  const expected = existsSync(file) ? readFileSync(file) : null;
  const { share, picture } = expected ? compare(expected, seen) : { share: 1 };
  if (process.env.VERBOSE) console.log(`${name} ${(share * 100).toFixed(4)} %`);
  if (share <= ALLOWED) return;
  writeFileSync(join(out, `${name}.png`), seen);
  differing.push(name);
  if (expected) {
    writeFileSync(join(out, `${name}.expected.png`), expected);
    writeFileSync(join(out, `${name}.difference.png`), picture);
  }
  problems.push(expected ? `${name}: ${(share * 100).toFixed(2)} % differs` : `${name}: there is no such picture yet`);
}

async function plant(browser, bases) {
  const shot = SHOTS.find(({ name }) => name === 'home-1280-light');
  const clean = await takeShot(browser, bases.sample, shot);
  for (const [what, style] of PLANTED) {
    const { share } = compare(clean, await takeShot(browser, bases.sample, shot, style));
    if (process.env.VERBOSE) console.log(`${what} ${(share * 100).toFixed(4)} %`);
    if (share <= ALLOWED) problems.push(`not seen: ${what}`);
  }
}

async function takeAll(browser, bases) {
  const waiting = [...SHOTS];
  const worker = async () => {
    for (let shot = waiting.shift(); shot; shot = waiting.shift()) {
      try {
        judge(shot.name, await takeShot(browser, bases[shot.site], shot));
      } catch (error) {
        problems.push(`${shot.name}: ${error.message}`);
      }
    }
  };
  await Promise.all([worker(), worker()]);
}

mkdirSync(out, { recursive: true });
// What the last run wrote, and nothing else that may be there.
for (const { name } of SHOTS) {
  for (const end of ['.png', '.expected.png', '.difference.png']) rmSync(join(out, name + end), { force: true });
}
const fonts = mkdtempSync(join(tmpdir(), 'attache-fonts-'));
const servers = {};
for (const name of new Set(SHOTS.map(({ site }) => site))) {
  const dir = name === 'sample' ? sample : join(golden, name, 'expected');
  servers[name] = await serve(dir, new URL(readSite(dir).baseUrl ?? 'http://site/').pathname);
}
const bases = Object.fromEntries(Object.entries(servers).map(([name, { base }]) => [name, base]));
const browser = await startBrowser({ env: onlyOurFonts(fonts), args: ['--font-render-hinting=none', '--disable-lcd-text'] });
try {
  await plant(browser, bases);
  await takeAll(browser, bases);
} finally {
  await browser.close();
  await Promise.all(Object.values(servers).map((server) => server.close()));
  rmSync(fonts, { recursive: true, force: true });
}
const names = new Set(SHOTS.map(({ name }) => `${name}.png`));
const unwanted = (existsSync(kept) ? readdirSync(kept) : []).filter((file) => file.endsWith('.png') && !names.has(file));
problems.push(...unwanted.map((file) => `${file} is kept, but nothing is compared with it`));
// What --bless keeps, and what it removes.
writeFileSync(join(out, 'differing'), differing.map((name) => `${name}\n`).join(''));
writeFileSync(join(out, 'unwanted'), unwanted.join('\n'));
for (const problem of problems.sort()) console.log(`  ${problem}`);
console.log(`${SHOTS.length} pictures and ${PLANTED.length} planted mistakes, ${problems.length} problems`);
if (problems.length) console.log(`Look at ${out}; where the pages are right, keep the pictures with: bash .ci/screenshots --bless ${out}`);
process.exitCode = problems.length ? 1 : 0;
