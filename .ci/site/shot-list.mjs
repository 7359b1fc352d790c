// The pictures that tests/screenshots/ keeps: every kind of page in four widths, in the light and in the
// dark, and the first sheets of what is printed.

const WINDOWS = [{ width: 320, height: 640 }, { width: 390, height: 844 }, { width: 820, height: 1180 }, { width: 1280, height: 900 }];
const LOOKS = WINDOWS.flatMap((window) => ['light', 'dark'].map((colorScheme) => ({ ...window, colorScheme })));

/** In the search: the results of a word that several pages have. */
async function find(page) {
  await page.fill('#Query', 'information');
  await page.waitForSelector('#Results mark');
}

/** What a reader may open is open: the contents, what was checked, how to cite. */
const open = (page) => page.evaluate(() => {
  for (const details of document.querySelectorAll('details')) details.open = true;
});

// `site`: one of tests/golden/, where it is not the sample. `sheets`: so many pages of A4, where not one.
const PAGES = [
  { kind: 'home', address: '' },
  { kind: 'topic', address: 'rehabilitation/', sheets: 2 },
  { kind: 'opened', address: 'condemnation/', act: open },
  { kind: 'tables', address: 'gaps/' },
  { kind: 'section', address: 'reference/' },
  { kind: 'timeline', address: 'reference/timeline/' },
  { kind: 'people', address: 'reference/people/' },
  { kind: 'glossary', address: 'glossary/' },
  { kind: 'tags', address: 'tags/' },
  { kind: 'tag', address: 'tags/cooperation/' },
  { kind: 'search', address: 'search/', act: find },
  { kind: 'whats-new', address: 'whats-new/' },
  { kind: 'sources', address: 'sources/' },
  { kind: 'evidence', address: 'evidence/' },
  { kind: 'print', address: 'print/', sheets: 3 },
  { kind: 'missing', address: 'no-such-page', status: 404 },
  { kind: 'charts', site: 'charts', address: '' },
  { kind: 'arabic-home', site: 'arabic', address: '' },
  { kind: 'arabic-topic', site: 'arabic', address: `${encodeURIComponent('آبار')}/` },
];

/** Each with its name, which is the name of its file. */
export const SHOTS = PAGES.flatMap(({ kind, site = 'sample', sheets = 1, ...page }) => [
  ...LOOKS.map((look) => ({ ...page, ...look, site, name: `${kind}-${look.width}-${look.colorScheme}` })),
  ...Array.from({ length: sheets }, (_, i) => ({ ...page, site, sheet: i + 1, name: `${kind}-a4-${i + 1}` })),
]);
