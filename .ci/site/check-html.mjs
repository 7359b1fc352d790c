// HTML validity: every HTML file through the Nu checker, all in one Java process. Its errors and its
// warnings count; its remarks of the kind "info" (a slash in <br />) are only counted in a line.
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';

const jar = () => String(createRequire(import.meta.url)('vnu-jar'));

export async function checkHtml(site, report) {
  const names = site.files.filter((file) => file.endsWith('.html'));
  const files = names.map((file) => join(site.dir, file));
  const { stdout } = await promisify(execFile)(
    'java',
    ['-Xss1m', '-jar', jar(), '--stdout', '--exit-zero-always', '--format', 'json', ...files],
    { encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  const { messages } = JSON.parse(stdout);
  const bad = new Set();
  let remarks = 0;
  for (const { type, subType, url, lastLine, lastColumn, message, extract } of messages) {
    if (type === 'info' && subType !== 'warning') {
      remarks += 1;
      continue;
    }
    const file = url ? relative(site.dir, decodeURIComponent(url.replace(/^file:(\/\/)?/, ''))) : '(checker)';
    bad.add(file);
    const kind = subType === 'warning' ? 'warning' : type;
    report.fail('html', file, `${lastLine ?? '?'}:${lastColumn ?? '?'} ${kind}: ${message}${extract ? `\n${extract.trim()}` : ''}`);
  }
  report.pass(names.filter((name) => !bad.has(name)).length);
  return `${names.length} files, ${remarks} remarks`;
}
