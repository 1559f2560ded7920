/** Stands in for WebContents: one page of a real Chromium, asked and told through playwright the way Electron asks and tells. */
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { BrowserContext, Page, Request as PageRequest, Route } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { fromChromium, standInFrame, type StandInFrame, toChromium } from './frames.ts';
import { notes } from './notes.ts';
import { aroundPreload, DELIVER, SEND } from './preload-world.ts';

type ProtocolHandler = (request: Request) => Response | Promise<Response>;
type RequestGuard = (details: { url: string }, callback: (answer: { cancel?: boolean }) => void) => void;
type OpenHandler = (details: { url: string }) => { action: 'allow' | 'deny' };

/** What `protocol`, `session` and `ipcMain` were told, for the pages to ask. */
export const told: { protocols: Map<string, ProtocolHandler>; guard: RequestGuard | null; ipcMain: EventEmitter } = {
  protocols: new Map(),
  guard: null,
  ipcMain: new EventEmitter(),
};

let browser: Promise<BrowserContext> | null = null;
const sharedContext = (): Promise<BrowserContext> =>
  (browser ??= launchChromium().then((launched) => launched.newContext()));

let lastId = 0;

export class StandInContents extends EventEmitter {
  readonly id: number;
  readonly #preload: string;
  #page: Page | null = null;
  #openHandler: OpenHandler = () => ({ action: 'allow' });
  /** Loads that the main process asked for: Electron asks nobody about those. */
  #ownLoads = 0;
  #crashed = false;

  constructor(preload: string) {
    super();
    this.id = lastId += 1;
    this.#preload = aroundPreload(readFileSync(preload, 'utf8'));
  }

  get mainFrame(): StandInFrame | null {
    return this.#page === null ? null : standInFrame(this.#page.mainFrame());
  }

  /** Null before the first load and after the end. For the test's own questions. */
  get page(): Page | null {
    return this.#page;
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  isDestroyed(): boolean {
    return this.#page?.isClosed() ?? false;
  }

  send(channel: string, ...args: unknown[]): void {
    // A page that goes away while it is told is none of the sender's business, as in Electron.
    void this.#page?.evaluate(deliver, { where: DELIVER, channel, args }).catch(() => {});
  }

  async load(url: string): Promise<void> {
    this.#page ??= await this.#open();
    this.#ownLoads += 1;
    await this.#page.goto(toChromium(url));
  }

  reload(): void {
    void this.#reload();
  }

  async #reload(): Promise<void> {
    if (this.#page === null) return;
    const url = fromChromium(this.#page.url());
    if (this.#crashed) {
      // Playwright cannot revive a crashed page.
      this.#crashed = false;
      this.#page = await this.#open();
    }
    await this.load(url);
    this.emit('did-finish-load');
  }

  async #open(): Promise<Page> {
    const context = await sharedContext();
    const page = await context.newPage();
    await page.exposeBinding(SEND, ({ frame }, channel: string, args: unknown[]) => {
      told.ipcMain.emit(channel, { sender: this, senderFrame: standInFrame(frame) }, ...args);
    });
    await page.addInitScript(this.#preload);
    await page.route('**/*', (route, request) => this.#answer(route, request));
    page.on('popup', (popup) => {
      const url = fromChromium(popup.url());
      if (this.#openHandler({ url }).action === 'allow') return;
      notes.deniedWindows.push(url);
      void popup.close();
    });
    page.on('console', (line) => {
      if (line.type() === 'error') notes.complaints.push(line.text());
    });
    page.on('pageerror', (error) => notes.complaints.push(error.message));
    page.on('crash', () => {
      this.#crashed = true;
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 });
    });
    page.on('close', () => {
      if (page !== this.#page) return;
      this.emit('destroyed');
    });
    return page;
  }

  async #answer(route: Route, request: PageRequest): Promise<void> {
    const url = fromChromium(request.url());
    if (request.isNavigationRequest() && !this.#mayNavigate(url, request)) {
      notes.deniedNavigations.push(url);
      return route.abort('aborted');
    }
    let cancelled = false;
    told.guard?.({ url }, ({ cancel }) => (cancelled = cancel === true));
    const handler = told.protocols.get(new URL(url).protocol.slice(0, -1));
    if (cancelled || handler === undefined) {
      notes.blockedRequests.push(url);
      return route.abort('blockedbyclient');
    }
    const answer = await handler(new Request(url, { method: request.method() }));
    return route.fulfill({
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: Buffer.from(await answer.arrayBuffer()),
    });
  }

  #mayNavigate(url: string, request: PageRequest): boolean {
    const isMainFrame = request.frame().parentFrame() === null;
    if (isMainFrame && this.#ownLoads > 0) {
      this.#ownLoads -= 1;
      return true;
    }
    let prevented = false;
    const event = { url, isMainFrame, preventDefault: () => (prevented = true) };
    this.emit('will-frame-navigate', event);
    if (isMainFrame) this.emit('will-navigate', event);
    return !prevented;
  }
}

/** Runs in the page. */
function deliver({ where, channel, args }: { where: string; channel: string; args: unknown[] }): void {
  const listen = Reflect.get(window, where) as ((channel: string, args: unknown[]) => void) | undefined;
  listen?.(channel, args);
}
