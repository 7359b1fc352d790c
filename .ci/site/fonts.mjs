// The same letters on every machine: a folder for fontconfig that knows only the fonts which npm installs
// beside these scripts. They are faces that the theme asks for by name; what it asks for generically is
// one of them too. Nothing is hinted and nothing is coloured at its edges, so that only shapes remain.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const PACKAGES = ['noto-serif', 'noto-sans', 'noto-naskh-arabic', 'noto-sans-symbols-2'];
// What is asked for by no name that is known, as system-ui is by Chromium, is without serifs.
const GENERIC = { serif: 'Noto Serif', 'sans-serif': 'Noto Sans', monospace: 'Noto Sans' };

const require = createRequire(import.meta.url);
const folderOf = (name) => dirname(require.resolve(`@expo-google-fonts/${name}/package.json`));

const generic = ([name, face]) => `<match target="pattern"><test name="family"><string>${name}</string></test>
  <edit name="family" mode="prepend" binding="strong"><string>${face}</string></edit></match>`;

/** Writes the configuration into `folder`, and returns the environment of a browser that is to use it. */
export function onlyOurFonts(folder) {
  const file = join(folder, 'fonts.conf');
  writeFileSync(file, `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>
${PACKAGES.map((name) => `<dir>${folderOf(name)}</dir>`).join('\n')}
<cachedir>${join(folder, 'cache')}</cachedir>
${Object.entries(GENERIC).map(generic).join('\n')}
<match target="pattern"><edit name="family" mode="append_last" binding="weak"><string>Noto Sans</string></edit></match>
<match target="font"><edit name="antialias" mode="assign"><bool>true</bool></edit>
  <edit name="hinting" mode="assign"><bool>false</bool></edit><edit name="rgba" mode="assign"><const>none</const></edit></match>
</fontconfig>
`);
  return { ...process.env, FONTCONFIG_FILE: file };
}
