// Starts headless Chromium so that it speaks to nothing but this machine's loopback.
import { chromium } from 'playwright-core';

/** A telephone and a desktop. */
export const WINDOWS = [{ width: 390, height: 844 }, { width: 1280, height: 900 }];

const QUIET = [
  '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--force-color-profile=srgb',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

const isRoot = process.getuid?.() === 0;

/** As root it can only run without its sandbox. */
export const FLAGS = isRoot ? [...QUIET, '--no-sandbox'] : QUIET;

/** Needs CHROMIUM, the path of the browser. More arguments and another environment on demand. */
export async function startBrowser({ args = [], env = process.env } = {}) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM,
    headless: true,
    chromiumSandbox: !isRoot,
    args: [...FLAGS, ...args],
    env,
  });
}

export const isLoopback = (url) =>
  /^(data|blob|about):/.test(url) || new URL(url).hostname === '127.0.0.1';
