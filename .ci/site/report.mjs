// Gathers what the checks found, joins what differs only in the look it was found in, and prints it.

const SHOWN = 60;

export class Report {
  passed = 0;
  findings = new Map();

  pass(count = 1) { this.passed += count; }

  /** `check` is the kind of check, `page` the file or address, `look` the size, scheme or mount. */
  fail(check, page, message, look = '') {
    const key = JSON.stringify([check, page, message]);
    const finding = this.findings.get(key) ?? { check, page, message, looks: new Set() };
    if (look) finding.looks.add(look);
    this.findings.set(key, finding);
  }

  /** Passes if there are no messages, and otherwise fails with each. */
  judge(check, page, messages, look) {
    if (messages.length === 0) this.pass();
    for (const message of messages) this.fail(check, page, message, look);
  }

  get failures() { return [...this.findings.values()]; }

  /** The same message on several pages is shown once, with the first of them. */
  print(check) {
    const groups = new Map();
    for (const finding of this.failures.filter((found) => found.check === check)) {
      groups.set(finding.message, [...(groups.get(finding.message) ?? []), finding]);
    }
    for (const [message, [{ page, looks }, ...others]] of [...groups].slice(0, SHOWN)) {
      const where = looks.size ? `  [${[...looks].join(', ')}]` : '';
      const more = others.length ? ` and ${others.length} more pages` : '';
      console.log(`  ${check}: ${page || 'home'}${more}${where}\n    ${message.replaceAll('\n', '\n    ')}`);
    }
    if (groups.size > SHOWN) console.log(`  … and ${groups.size - SHOWN} more of ${check}`);
  }
}
