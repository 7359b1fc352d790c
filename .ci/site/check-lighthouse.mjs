// Lighthouse on a phone: the home page and the first topic must have 100 of 100 in each category, as the
// median of three runs. The site is served as by a host, at the path of its own address.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { FLAGS } from './browser.mjs';
import { serveAsHost } from './host.mjs';

const RUNS = 3;
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];

const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** What cost points in a category. */
function reasons({ audits, categories }, category) {
  return categories[category].auditRefs
    .filter(({ id, weight }) => weight && audits[id].score !== null && audits[id].score < 0.9)
    .map(({ id }) => `${audits[id].title} ${audits[id].displayValue ?? ''}\n${JSON.stringify(audits[id].details?.items?.[0] ?? '').slice(0, 200)}`)
    .join('\n');
}

async function judge(url, where, port, report) {
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) {
    runs.push((await lighthouse(url, { port, output: 'json', logLevel: 'error', onlyCategories: CATEGORIES })).lhr);
  }
  for (const category of CATEGORIES) {
    const scores = runs.map(({ categories }) => Math.round(100 * categories[category].score));
    const failed = median([...scores]) < 100;
    report.judge('lighthouse', where, failed ? [`${category}: ${scores.join(', ')}\n${reasons(runs.at(-1), category)}`] : []);
  }
}

export async function checkLighthouse(site, report) {
  const isTopic = ({ file }) => readFileSync(join(site.dir, file), 'utf8').includes('class="sheet page"');
  const pages = [site.pages.find(({ file }) => file === 'index.html'), site.pages.find(isTopic)].filter(Boolean);
  const server = await serveAsHost(site.dir, site.baseUrl ? new URL(site.baseUrl).pathname : '/');
  const chrome = await launch({ chromePath: process.env.CHROMIUM, chromeFlags: ['--headless=new', ...FLAGS], logLevel: 'error' });
  try {
    for (const { address, file } of pages) await judge(server.base + address, file, chrome.port, report);
  } finally {
    chrome.kill();
    await server.close();
  }
  return `${pages.length} pages, ${RUNS} runs each`;
}
