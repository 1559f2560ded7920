/**
 * Weather: what can be between a console and its server, by name. The lab's simulated links, its fault proxy over real
 * sockets and the training weather of the app all read this one list, so that a name means the same everywhere.
 */

export interface Weather {
  /** For a list: two or three words. */
  readonly title: string;
  /** What somebody on site would say of it, one sentence. */
  readonly says: string;
  /**
   * What becomes of an attempt to connect: `stalls` is never answered, `refused` at once, `noName` does not resolve,
   * `noNetwork` has no interface to leave through.
   */
  readonly connect: 'open' | 'refused' | 'stalls' | 'noName' | 'noNetwork';
  /**
   * Who answers once a connection is open: our server, a sign-in page (200 and HTML), somebody with another
   * certificate, a proxy that wants a login (407), or nobody.
   */
  readonly answers: 'server' | 'signInPage' | 'replacedCertificate' | 'proxyLogin' | 'nobody';
  /** One way, milliseconds: from, to. */
  readonly latencyMs: readonly [number, number];
  /** Share of segments of `SEGMENT_BYTES` that are lost once; TCP sends them again, which shows as a stall. */
  readonly loss: number;
  /** What one lost segment costs, milliseconds. */
  readonly stallMs: number;
  /** In each direction; null: as fast as it comes. */
  readonly bytesPerSecond: number | null;
  /** Bytes of both directions after which the connection breaks, from and to; null: it holds. */
  readonly cutAfterBytes: readonly [number, number] | null;
  /** Bytes of both directions after which nothing arrives any more and nothing is closed (half-open); null: never. */
  readonly silentAfterBytes: readonly [number, number] | null;
  /** What never arrives, though the connection stands. */
  readonly loses: 'nothing' | 'requests' | 'answers';
  /** Milliseconds that the link is there, and then gone, over and over; null: it stays. */
  readonly flapMs: readonly [number, number] | null;
}

/** Bytes of one segment, for loss. */
export const SEGMENT_BYTES = 1_400;

const CLEAR: Weather = {
  title: 'Clear',
  says: 'A good network: nothing is in the way.',
  connect: 'open',
  answers: 'server',
  latencyMs: [5, 30],
  loss: 0,
  stallMs: 0,
  bytesPerSecond: null,
  cutAfterBytes: null,
  silentAfterBytes: null,
  loses: 'nothing',
  flapMs: null,
};

export const WEATHERS = {
  clear: CLEAR,
  weak: {
    ...CLEAR,
    title: 'Weak signal',
    says: 'One bar in the basement: slow, and every tenth packet is lost.',
    latencyMs: [150, 1_000],
    loss: 0.1,
    stallMs: 600,
    bytesPerSecond: 40_000,
  },
  satellite: {
    ...CLEAR,
    title: 'Satellite',
    says: 'A healthy satellite: 1.5 s there and back, one packet in twenty lost.',
    latencyMs: [700, 800],
    loss: 0.05,
    stallMs: 1_600,
    bytesPerSecond: 60_000,
  },
  throttled: {
    ...CLEAR,
    title: 'Throttled',
    says: 'Guest Wi-Fi that lets 4 kB a second through.',
    latencyMs: [80, 200],
    bytesPerSecond: 4_000,
  },
  'no-network': {
    ...CLEAR,
    title: 'No network',
    says: 'Behind thick walls: no network at all.',
    connect: 'noNetwork',
  },
  'name-failure': {
    ...CLEAR,
    title: 'Name does not resolve',
    says: 'A network without a working name service.',
    connect: 'noName',
  },
  refused: {
    ...CLEAR,
    title: 'Refused',
    says: 'The machine is there, the server is not running.',
    connect: 'refused',
  },
  unreachable: {
    ...CLEAR,
    title: 'Unreachable',
    says: 'A firewall swallows every attempt to connect.',
    connect: 'stalls',
  },
  stalls: {
    ...CLEAR,
    title: 'Connects, then stalls',
    says: 'The connection opens and nobody ever answers.',
    answers: 'nobody',
  },
  'captive-portal': {
    ...CLEAR,
    title: 'Sign-in page',
    says: 'Guest Wi-Fi that shows its own sign-in page instead of the server.',
    answers: 'signInPage',
  },
  'replaced-certificate': {
    ...CLEAR,
    title: 'Certificate replaced',
    says: 'Somebody in between answers with a certificate of their own.',
    answers: 'replacedCertificate',
  },
  'proxy-login': {
    ...CLEAR,
    title: 'Proxy wants a login',
    says: 'A proxy or VPN waits for somebody to sign in.',
    answers: 'proxyLogin',
  },
  'requests-lost': {
    ...CLEAR,
    title: 'Only requests lost',
    says: 'What the laptop sends never arrives; what the server says does.',
    loses: 'requests',
  },
  'answers-lost': {
    ...CLEAR,
    title: 'Only answers lost',
    says: 'What the laptop sends arrives; what the server answers does not.',
    loses: 'answers',
  },
  'half-open': {
    ...CLEAR,
    title: 'Half-open',
    says: 'The connection dies without a word after a while.',
    silentAfterBytes: [2_000, 60_000],
  },
  cuts: {
    ...CLEAR,
    title: 'Cut in mid-batch',
    says: 'The connection breaks at some byte, again and again.',
    cutAfterBytes: [1_000, 40_000],
  },
  flapping: {
    ...CLEAR,
    title: 'Flapping',
    says: 'In the lift: there for two seconds, gone for two seconds.',
    flapMs: [2_000, 2_000],
  },
  'slow-reader': {
    ...CLEAR,
    title: 'Slow reader',
    says: 'What the server sends is read at a trickle, in fits and starts.',
    latencyMs: [200, 3_000],
    bytesPerSecond: 1_000,
  },
} as const satisfies Readonly<Record<string, Weather>>;

export type WeatherName = keyof typeof WEATHERS;

export const WEATHER_NAMES = Object.keys(WEATHERS) as readonly WeatherName[];

export function weatherOf(name: WeatherName): Weather {
  return WEATHERS[name];
}

export function isWeatherName(name: string): name is WeatherName {
  return Object.hasOwn(WEATHERS, name);
}
