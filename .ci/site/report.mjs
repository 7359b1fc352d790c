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

  print(check) {
    const failures = this.failures.filter((finding) => finding.check === check);
    for (const { page, message, looks } of failures.slice(0, SHOWN)) {
      const where = looks.size ? `  [${[...looks].join(', ')}]` : '';
      console.log(`  ${check}: ${page || 'home'}${where}\n    ${message.replaceAll('\n', '\n    ')}`);
    }
    if (failures.length > SHOWN) console.log(`  … and ${failures.length - SHOWN} more of ${check}`);
  }
}
