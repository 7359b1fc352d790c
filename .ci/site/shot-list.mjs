// The pictures that tests/screenshots/ keeps: every kind of page, on a telephone and a desktop, in the light
// and in the dark; the pages most read in four widths; and the first sheets of what is printed.

const PHONE = { width: 390, height: 844 };
const LOOKS = {
  '320-light': { width: 320, height: 640 },
  '390-light': PHONE,
  '390-dark': { ...PHONE, colorScheme: 'dark' },
  '820-light': { width: 820, height: 1180 },
  '1280-light': { width: 1280, height: 900 },
  '1280-dark': { width: 1280, height: 900, colorScheme: 'dark' },
};
const MOST_READ = Object.keys(LOOKS);
const EACH = ['390-light', '390-dark', '1280-light'];

/** In the search: the results of a word that several pages have. */
async function find(page) {
  await page.fill('#Query', 'information');
  await page.waitForSelector('#Results mark');
}

/** What a reader may open is open: the contents, what was checked, how to cite. */
const open = (page) => page.evaluate(() => {
  for (const details of document.querySelectorAll('details')) details.open = true;
});

// `site`: one of tests/golden/, where it is not the sample. `sheets`: so many pages of A4, besides.
const PAGES = [
  { kind: 'home', address: '', looks: MOST_READ, sheets: 1 },
  { kind: 'topic', address: 'rehabilitation/', looks: MOST_READ, sheets: 2 },
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
  { kind: 'charts', site: 'charts', address: '', sheets: 1 },
  { kind: 'arabic-home', site: 'arabic', address: '', sheets: 1 },
  { kind: 'arabic-topic', site: 'arabic', address: `${encodeURIComponent('آبار')}/` },
];

/** Each with its name, which is the name of its file. */
export const SHOTS = PAGES.flatMap(({ kind, site = 'sample', looks = EACH, sheets = 0, ...page }) => [
  ...looks.map((look) => ({ ...page, ...LOOKS[look], site, name: `${kind}-${look}` })),
  ...Array.from({ length: sheets }, (_, i) => ({ ...page, site, sheet: i + 1, name: `${kind}-a4-${i + 1}` })),
]);
