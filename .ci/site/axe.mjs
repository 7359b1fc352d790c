// What axe-core finds wrong with an open page.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** In the browser. WCAG 2.2's target size is off by default in axe. */
async function find() {
  const { violations } = await window.axe.run(document, {
    resultTypes: ['violations'],
    rules: { 'target-size': { enabled: true } },
  });
  return violations.flatMap(({ id, nodes }) => nodes.slice(0, 2).map((node) =>
    `${id}: ${node.failureSummary.split('\n').slice(1, 3).map((line) => line.trim()).join('; ')}\n${node.html.slice(0, 200)}`));
}

/** A message for each place, up to two of a kind. */
export async function audit(page) {
  await page.evaluate(AXE);
  return page.evaluate(find);
}
