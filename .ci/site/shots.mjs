// Pictures of a built site, for people to look at.
//   node shots.mjs SITE FOLDER            the kinds of page, 360 and 1280 wide, light and dark, and on paper
//   node shots.mjs SITE FILE.png home     one picture of the top of the home page, 1280 wide
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startBrowser } from './browser.mjs';
import { serve } from './server.mjs';
import { readSite } from './site.mjs';

const [, , folder, out, only] = process.argv;
const site = readSite(resolve(folder));

/** One page of each kind, as far as their addresses tell: tags, a folder of pages, a page in none. */
function kinds() {
  const all = site.pages.map((page) => page.address).filter((address) => address.endsWith('/'));
  const inner = (address) => all.some((other) => other !== address && other.startsWith(address));
  const tags = all.find((address) => address === 'tags/');
  const isTag = (address) => tags && address.startsWith(tags);
  const found = {
    home: '',
    topic: all.find((address) => !isTag(address) && !inner(address)),
    section: all.find((address) => !isTag(address) && inner(address)),
    tags,
    tag: all.find((address) => isTag(address) && address !== tags),
    404: 'no-such-page',
  };
  return Object.entries(found).filter(([, address]) => address !== undefined);
}

const server = await serve(site.dir, '/');
const browser = await startBrowser();

async function shot(path, address, { width, height = 900, colorScheme = 'light', fullPage = true }) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(server.base + address, { waitUntil: 'load' });
  await page.evaluate(() => document.fonts.ready.then(() => {}));
  await page.screenshot({ path, fullPage });
  await context.close();
  console.log(path);
}

async function print(path, address) {
  const page = await browser.newPage();
  await page.goto(server.base + address, { waitUntil: 'load' });
  writeFileSync(path, await page.pdf({ format: 'A4', preferCSSPageSize: true, printBackground: true }));
  await page.close();
  console.log(path);
}

try {
  if (only) {
    await shot(resolve(out), '', { width: 1280, height: 900, fullPage: false });
  } else {
    mkdirSync(out, { recursive: true });
    for (const [kind, address] of kinds()) {
      for (const width of [360, 1280]) {
        for (const colorScheme of ['light', 'dark']) {
          await shot(join(out, `${kind}-${width}-${colorScheme}.png`), address, { width, colorScheme });
        }
      }
      if (['home', 'topic'].includes(kind)) await print(join(out, `${kind}-a4.pdf`), address);
    }
  }
} finally {
  await browser.close();
  await server.close();
}
