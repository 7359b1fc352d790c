// One picture of one page, as PNG, at half its size: what a difference in letters' edges is does not
// matter then, and the files stay small.
import { execFileSync } from 'node:child_process';

const SCALE = 0.5;
const TALLEST = 2400;
const SHEET_DPI = 48;

/** The page as it is after loading; `style` is added to it: a mistake, to see whether it is seen. */
export async function takeShot(browser, base, shot, style = '') {
  const { address, width = 1280, height = 900, colorScheme = 'light', act, sheet, status = 200 } = shot;
  const context = await browser.newContext({
    viewport: { width, height }, colorScheme, deviceScaleFactor: SCALE, reducedMotion: 'reduce',
  });
  try {
    const page = await context.newPage();
    const answer = await page.goto(base + address, { waitUntil: 'load' });
    if (answer.status() !== status) throw new Error(`${address} answers with ${answer.status()}`);
    if (style) await page.addStyleTag({ content: style });
    await act?.(page);
    await page.evaluate(() => document.fonts.ready.then(() => {}));
    if (sheet) return sheetOf(await page.pdf({ format: 'A4', preferCSSPageSize: true, printBackground: true }), sheet);
    const full = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width, height: Math.min(full, TALLEST) });
    return await page.screenshot({ animations: 'disabled', caret: 'hide' });
  } finally {
    await context.close();
  }
}

function sheetOf(pdf, number) {
  return execFileSync('pdftoppm', ['-png', '-r', SHEET_DPI, '-f', number, '-l', number, '-'], { input: pdf, maxBuffer: 1 << 26 });
}
