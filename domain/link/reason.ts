/**
 * Why a write cannot complete now, in plain words with what to do (N-1, N-2). A reason is concluded from the evidence of
 * a real exchange and from nothing else (N-3); where the evidence allows two readings, the one that claims less is taken.
 */

export const LINK_REASONS = [
  'switchedOff',
  'noNetwork',
  'noName',
  'unreachable',
  'refused',
  'signInPage',
  'certificate',
  'proxyWaiting',
  'tooSlow',
  'halfOpen',
  'busy',
  'signInExpired',
  'tooOld',
  'notEnrolled',
  'wrongServer',
] as const;
export type LinkReason = (typeof LINK_REASONS)[number];

/** How far the last exchange got; each field is null until that step was tried. */
export interface LinkEvidence {
  readonly switchedOn: boolean;
  /** An interface other than loopback is up, or the server is this machine. */
  readonly interfaceUp: boolean | null;
  readonly name: 'resolved' | 'failed' | null;
  readonly connect: 'open' | 'refused' | 'timeout' | 'unreachable' | null;
  readonly tls: 'trusted' | 'untrusted' | 'none' | null;
  /**
   * What answered an ordinary request: our server, something else with a page, a proxy that wants a login, a gateway in
   * front of the server that says it does not run, silence.
   */
  readonly answer: 'ours' | 'page' | 'proxyLogin' | 'notRunning' | 'silence' | null;
  /** What our server said to the hello. */
  readonly hello: 'welcome' | 'busy' | 'expired' | 'tooOld' | 'notEnrolled' | 'wrongOrganisation' | 'silence' | null;
  /** Work was sent and no outcome came within the limit; bytes may or may not have moved. */
  readonly write: 'completed' | 'silence' | 'slow' | null;
}

export const NO_EVIDENCE: LinkEvidence = {
  switchedOn: true,
  interfaceUp: null,
  name: null,
  connect: null,
  tls: null,
  answer: null,
  hello: null,
  write: null,
};

/** The first step that failed, or null when a write can complete as far as is known. */
export function conclude(e: LinkEvidence): LinkReason | null {
  if (!e.switchedOn) return 'switchedOff';
  if (e.interfaceUp === false) return 'noNetwork';
  if (e.name === 'failed') return 'noName';
  if (e.connect === 'refused') return 'refused';
  if (e.connect === 'timeout' || e.connect === 'unreachable') return 'unreachable';
  if (e.tls === 'untrusted') return 'certificate';
  if (e.answer === 'page') return 'signInPage';
  if (e.answer === 'proxyLogin') return 'proxyWaiting';
  if (e.answer === 'notRunning') return 'refused';
  if (e.hello === 'busy') return 'busy';
  if (e.hello === 'expired') return 'signInExpired';
  if (e.hello === 'tooOld') return 'tooOld';
  if (e.hello === 'notEnrolled') return 'notEnrolled';
  if (e.hello === 'wrongOrganisation') return 'wrongServer';
  // What the last connection found out is older than a greeting that got no answer.
  if (e.answer === 'silence' || e.hello === 'silence') return 'halfOpen';
  if (e.write === 'slow') return 'tooSlow';
  if (e.write === 'silence') return 'halfOpen';
  return null;
}

export interface ReasonWords {
  readonly says: string;
  readonly do: string;
}

const WORDS: Readonly<Record<LinkReason, ReasonWords>> = {
  switchedOff: { says: 'The link is switched off on this laptop', do: 'Switch it on in Sync when you want to send.' },
  noNetwork: { says: 'No network', do: 'Nothing to do. Work is kept here and leaves when a network is back.' },
  noName: {
    says: 'The network cannot find the server’s name',
    do: 'Ask for the guest network, or try a phone hotspot.',
  },
  unreachable: {
    says: 'The server cannot be reached from this network',
    do: 'Try another network; work is kept here.',
  },
  refused: {
    says: 'The server’s machine answers, but the service is not running',
    do: 'Tell the operator; it will be tried again.',
  },
  signInPage: {
    says: 'Wi-Fi is up, but a sign-in page is in the way',
    do: 'Open a browser, sign in to the Wi-Fi, come back.',
  },
  certificate: {
    says: 'Something between here and the server replaced its certificate',
    do: 'Do not sign in here. Use another network and tell the operator.',
  },
  proxyWaiting: { says: 'A VPN or proxy is waiting for you to sign in', do: 'Sign in to the VPN or proxy.' },
  tooSlow: { says: 'Connected, but too slow for this batch', do: 'Smaller parcels are being sent, urgent work first.' },
  halfOpen: {
    says: 'Sent, but nothing comes back',
    do: 'The connection is being made anew; nothing is lost or sent twice.',
  },
  busy: { says: 'The server is busy', do: 'It said when to come back; that happens by itself.' },
  signInExpired: { says: 'The sign-in has expired', do: 'Sign in again to send. Saving goes on.' },
  tooOld: {
    says: 'This version of the app is too old for the server',
    do: 'Update from the server or a USB stick. Saving goes on.',
  },
  notEnrolled: { says: 'This laptop is not enrolled at the server', do: 'Ask the operator for an enrolment code.' },
  wrongServer: { says: 'That server belongs to another organisation', do: 'Check the server’s address in Settings.' },
};

export function reasonWords(reason: LinkReason): ReasonWords {
  return WORDS[reason];
}

/** The steps of a link as a line of small marks; whatever reason is concluded, the step that failed is marked. */
export const LINK_STEPS = ['network', 'name', 'server', 'secure', 'signedIn', 'writeCompletes'] as const;
export type LinkStep = (typeof LINK_STEPS)[number];
export type StepMark = 'good' | 'failed' | 'unknown';

export function linkSteps(e: LinkEvidence): Readonly<Record<LinkStep, StepMark>> {
  const mark = (good: boolean, failed: boolean): StepMark => (failed ? 'failed' : good ? 'good' : 'unknown');
  const welcome = e.hello === 'welcome';
  const somebodyElse =
    e.answer === 'page' || e.answer === 'proxyLogin' || e.answer === 'notRunning' || e.answer === 'silence';
  const notIn =
    e.hello === 'expired' || e.hello === 'notEnrolled' || e.hello === 'tooOld' || e.hello === 'wrongOrganisation';
  const notNow = e.hello === 'busy' || e.hello === 'silence';
  return {
    network: mark(e.interfaceUp === true || welcome, e.interfaceUp === false),
    name: mark(e.name === 'resolved' || welcome, e.name === 'failed'),
    server: mark(e.answer === 'ours' || welcome, (e.connect !== null && e.connect !== 'open') || somebodyElse),
    secure: mark(e.tls === 'trusted' || (welcome && e.tls !== 'none'), e.tls === 'untrusted'),
    signedIn: mark(welcome, notIn),
    writeCompletes: mark(e.write === 'completed', e.write === 'silence' || e.write === 'slow' || notNow),
  };
}
