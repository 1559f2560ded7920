import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { connect as connectTls } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WeatherName } from '../../domain/weather/weather.ts';
import { until } from '../../tests/support/wait.ts';
import { chanceFrom } from '../world/chance.ts';
import { selfMadeCertificate } from './certificate.ts';
import { startWeatherProxy, type WeatherProxy, type WeatherProxyOptions } from './weather-proxy.ts';

/** Says back what it hears, and remembers it. */
class Echo {
  readonly heard: Buffer[] = [];
  readonly sockets = new Set<Socket>();
  ended = 0;
  private readonly server: Server;

  constructor() {
    this.server = createServer((socket) => {
      this.sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => (this.ended += 1));
      socket.on('data', (bytes) => {
        this.heard.push(bytes);
        socket.write(bytes);
      });
    });
  }
  async start(): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return (this.server.address() as AddressInfo).port;
  }
  bytes(): Buffer {
    return Buffer.concat(this.heard);
  }
  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }
}

/** One end of a connection through the proxy. */
class Caller {
  readonly socket: Socket;
  readonly got: Buffer[] = [];
  opened = false;
  /** `no`, `fin`, or the error's code. */
  ended = 'no';
  constructor(port: number) {
    this.socket = connect({ host: '127.0.0.1', port });
    this.socket.on('connect', () => (this.opened = true));
    this.socket.on('data', (bytes) => this.got.push(bytes));
    this.socket.on('end', () => (this.ended = 'fin'));
    this.socket.on('error', (error: NodeJS.ErrnoException) => (this.ended = error.code ?? 'error'));
  }
  bytes(): Buffer {
    return Buffer.concat(this.got);
  }
}

let echo: Echo;
let port: number;
const open: { close(): unknown }[] = [];
beforeEach(async () => {
  echo = new Echo();
  port = await echo.start();
});
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
  echo.close();
});

async function proxy(weather: WeatherName, more: Partial<WeatherProxyOptions> = {}): Promise<WeatherProxy> {
  const target = { host: '127.0.0.1', port };
  const made = await startWeatherProxy({ target, weather, chance: chanceFrom('7'), speed: 50, ...more });
  open.push(made);
  return made;
}
function call(through: WeatherProxy): Caller {
  const caller = new Caller(through.port);
  open.push({ close: () => caller.socket.destroy() });
  return caller;
}
const hash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const noise = (length: number, seed = 'noise'): Buffer => {
  const chance = chanceFrom(seed);
  return Buffer.from(Array.from({ length }, () => chance.between(0, 255)));
};

describe('[N-3] weather in front of a real port', () => {
  it.each(['clear', 'weak', 'satellite', 'throttled', 'slow-reader'] as const)(
    '[N-3] %s delays and holds back, and loses, doubles and swaps nothing',
    async (weather) => {
      const through = await proxy(weather, { speed: 400 });
      const sent = noise(120_000);
      const caller = call(through);
      caller.socket.write(sent);
      await until('everything came back', () => caller.bytes().length >= sent.length, 15_000);
      expect(hash(echo.bytes())).toBe(hash(sent));
      expect(hash(caller.bytes())).toBe(hash(sent));
      expect(through.stats()).toMatchObject({ upBytes: sent.length, downBytes: sent.length, lostBytes: 0 });
    },
  );

  it('[N-3] an end that one side sends reaches the other after its last byte', async () => {
    const caller = call(await proxy('satellite'));
    caller.socket.end(noise(5_000));
    await until('the far end ended', () => echo.ended === 1);
    expect(echo.bytes().length).toBe(5_000);
  });

  it.each(['rst', 'fin'] as const)('[N-3] a cut (%s) hands on the bytes before it, and no byte after', async (cut) => {
    const through = await proxy('cuts', { cut });
    const sent = noise(100_000);
    const caller = call(through);
    caller.socket.write(sent);
    await until('it broke', () => caller.socket.destroyed || caller.ended !== 'no');
    await until('at the far end too', () => echo.ended === 1);
    const { upBytes, downBytes, cuts } = through.stats();
    expect(cuts).toBe(1);
    expect(upBytes + downBytes).toBeGreaterThanOrEqual(1_000);
    expect(upBytes + downBytes).toBeLessThanOrEqual(40_000);
    expect(hash(echo.bytes())).toBe(hash(sent.subarray(0, echo.bytes().length)));
    expect(echo.bytes().length).toBeLessThanOrEqual(upBytes);
    // A reset may overtake bytes that were handed on before it; an ordinary end may not.
    const overtaken = upBytes - echo.bytes().length;
    expect([cut, caller.ended, overtaken === 0 || cut === 'rst']).toEqual([
      cut,
      cut === 'fin' ? 'fin' : 'ECONNRESET',
      true,
    ]);
  });

  it('[N-3] the same seed cuts at the same byte, another seed elsewhere', async () => {
    const brokeAt = async (seed: string): Promise<number> => {
      const through = await proxy('cuts', { chance: chanceFrom(seed), cut: 'fin' });
      const caller = call(through);
      caller.socket.write(noise(100_000));
      await until('it broke', () => caller.ended !== 'no');
      const { upBytes, downBytes } = through.stats();
      return upBytes + downBytes;
    };
    const first = await brokeAt('a');
    expect(await brokeAt('a')).toBe(first);
    expect(await brokeAt('b')).not.toBe(first);
  });

  it('[N-3] half-open: after some byte nothing arrives, and neither side is told, not even when one leaves', async () => {
    const through = await proxy('half-open');
    const caller = call(through);
    caller.socket.write(noise(100_000));
    await until('it fell silent', () => through.stats().silences === 1);
    await until('what was handed on is there', () => echo.bytes().length === through.stats().upBytes);
    const before = echo.bytes().length;
    caller.socket.write(noise(1_000));
    await until('what was sent is lost', () => through.stats().lostBytes > 41_000);
    caller.socket.destroy();
    const other = call(await proxy('clear'));
    other.socket.write('x');
    await until('time went by for others', () => other.bytes().length === 1);
    expect(echo.bytes().length).toBe(before + 1);
    expect(echo.ended).toBe(0);
    expect(caller.ended).toBe('no');
  });

  it.each([
    ['requests-lost', 0, 0],
    ['answers-lost', 500, 0],
  ] as const)('[N-3] %s', async (weather, arrived, cameBack) => {
    const through = await proxy(weather);
    const caller = call(through);
    caller.socket.write(noise(500));
    await until('it is lost', () => through.stats().lostBytes === 500);
    expect([echo.bytes().length, caller.bytes().length]).toEqual([arrived, cameBack]);
    expect(caller.ended).toBe('no');
  });

  it('[N-3] refused, and there again on the same port', async () => {
    const through = await proxy('clear');
    const before = call(through);
    await until('open', () => before.opened);
    await until('at the server', () => echo.sockets.size === 1);
    await through.setWeather('refused');
    await until('what was open is reset', () => before.ended === 'ECONNRESET');
    const refused = call(through);
    await until('refused', () => refused.ended === 'ECONNREFUSED');
    await through.setWeather('clear');
    const again = call(through);
    again.socket.write('hello');
    await until('it works', () => again.bytes().toString() === 'hello');
    expect(refused.opened).toBe(false);
  });

  it('[N-3] unreachable: an attempt to connect gets no answer at all; afterwards it does', async () => {
    const through = await proxy('unreachable');
    const caller = call(through);
    const other = call(await proxy('clear'));
    other.socket.write('x');
    await until('time went by for others', () => other.bytes().length === 1);
    expect([caller.opened, caller.ended]).toEqual([false, 'no']);
    caller.socket.destroy();
    await through.setWeather('clear');
    const again = call(through);
    again.socket.write('hello');
    await until('it works', () => again.bytes().toString() === 'hello');
  });

  it('[N-3] stalls: it opens, takes what is sent, and nobody answers', async () => {
    const through = await proxy('stalls');
    const caller = call(through);
    caller.socket.write(noise(3_000));
    await until('taken', () => through.stats().upBytes === 3_000);
    expect([caller.opened, caller.bytes().length, echo.bytes().length]).toEqual([true, 0, 0]);
  });

  it.each([
    ['captive-portal', 'page', 200],
    ['captive-portal', 'redirect', 302],
    ['proxy-login', 'page', 407],
  ] as const)('[N-3] %s (%s) answers %i to everything, a WebSocket included', async (weather, portal, status) => {
    const through = await proxy(weather, { portal });
    for (const headers of [{}, { connection: 'Upgrade', upgrade: 'websocket' }]) {
      const answered = await new Promise<number>((resolve, reject) => {
        request({ host: '127.0.0.1', port: through.port, path: '/link', headers }, (response) => {
          response.resume().on('end', () => resolve(response.statusCode ?? 0));
        })
          .on('error', reject)
          .end();
      });
      expect(answered).toBe(status);
    }
    expect(echo.bytes().length).toBe(0);
  });

  it('[N-3] its own certificate is trusted by who knows it, and the one put in its place is not', async () => {
    const [own, replaced] = ['own', 'in between'].map((name) => selfMadeCertificate(name, Date.now()));
    if (!own || !replaced) throw new Error('no certificates');
    const through = await proxy('clear', { secure: { own, replaced } });
    const hello = (): Promise<string> =>
      new Promise((resolve) => {
        const socket = connectTls({ host: 'localhost', port: through.port, ca: own.cert });
        open.push({ close: () => socket.destroy() });
        socket.on('secureConnect', () => socket.write('hello'));
        socket.on('data', (bytes: Buffer) => resolve(bytes.toString()));
        socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      });
    expect(through.url).toBe(`https://localhost:${through.port}`);
    expect(await hello()).toBe('hello');
    await through.setWeather('replaced-certificate');
    expect(await hello()).toMatch(/SELF_SIGNED|UNABLE_TO_VERIFY/);
  });

  it('[N-3] a name that does not resolve is what a laptop is given under name-failure', async () => {
    const through = await proxy('name-failure');
    expect(new URL(through.url).hostname).toMatch(/\.invalid$/);
    await through.setWeather('clear');
    expect(through.url).toBe(`http://127.0.0.1:${through.port}`);
  });

  it('[N-3] flapping: connections break, attempts fail, and between them it works', async () => {
    const through = await proxy('flapping', { speed: 20 });
    const seen = { echoes: 0, resets: 0, refusals: 0 };
    const end = Date.now() + 15_000;
    while (Math.min(seen.echoes, seen.resets, seen.refusals) < 2 && Date.now() < end) {
      const caller = call(through);
      caller.socket.write('x');
      await until('it ended one way or another', () => caller.ended !== 'no');
      if (caller.bytes().length > 0) seen.echoes += 1;
      if (caller.ended === 'ECONNRESET') seen.resets += 1;
      if (caller.ended === 'ECONNREFUSED') seen.refusals += 1;
    }
    expect(Math.min(seen.echoes, seen.resets, seen.refusals)).toBeGreaterThanOrEqual(2);
  });

  it('[R-6] what it holds is bounded, however much is sent and however slowly it is read', async () => {
    const through = await proxy('throttled', { speed: 1 });
    const caller = call(through);
    let given = 0;
    for (let i = 0; i < 200; i++) given += caller.socket.write(noise(64 * 1024, 'x')) ? 64 * 1024 : 0;
    await until('it is full', () => through.stats().heldBytes >= 256 * 1024);
    const other = call(await proxy('clear'));
    other.socket.write('x');
    await until('time went by for others', () => other.bytes().length === 1);
    expect(through.stats().mostHeldBytes).toBeLessThanOrEqual(256 * 1024 + 64 * 1024);
    expect(given).toBeLessThan(200 * 64 * 1024);
  });
});
