// Starts headless Chromium so that it speaks to nothing but this machine's loopback.
import { chromium } from 'playwright-core';

const QUIET = [
  '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--force-color-profile=srgb',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** Needs CHROMIUM, the path of the browser; as root it can only run without its sandbox. More arguments and another environment on demand. */
export async function startBrowser({ args = [], env = process.env } = {}) {
  const root = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: process.env.CHROMIUM,
    headless: true,
    chromiumSandbox: !root,
    args: [...QUIET, ...args, ...(root ? ['--no-sandbox'] : [])],
    env,
  });
}

export const isLoopback = (url) =>
  /^(data|blob|about):/.test(url) || new URL(url).hostname === '127.0.0.1';
