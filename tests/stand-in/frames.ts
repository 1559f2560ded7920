/** Addresses and frames of the stand-in. Chromium knows no `app:`, so those pages have an https origin that leads nowhere. */
import type { Frame } from 'playwright-core';

const ORIGIN = 'https://app-holdfast.invalid';

/** `app://holdfast/x` → what Chromium is told. */
export const toChromium = (url: string): string => url.replace(/^app:\/\/holdfast/, ORIGIN);
/** What Chromium says → what Electron would say. */
export const fromChromium = (url: string): string => url.replace(ORIGIN, 'app://holdfast');

/** The part of WebFrameMain that the product uses. */
export interface StandInFrame {
  readonly url: string;
}

const frames = new WeakMap<Frame, StandInFrame>();

/** The same object for the same frame, as in Electron. */
export function standInFrame(frame: Frame): StandInFrame {
  const known = frames.get(frame);
  if (known !== undefined) return known;
  const fresh: StandInFrame = {
    get url() {
      return fromChromium(frame.url());
    },
  };
  frames.set(frame, fresh);
  return fresh;
}
