/**
 * A certificate made on the spot, for the lab alone: self-signed, so that whoever is told to trust it does, and nobody
 * else. Written in DER by hand, because Node signs but makes no certificates, and no key should lie in a repository.
 * Structure: RFC 5280 4.1; P-256 with SHA-256.
 */
import { generateKeyPairSync, sign } from 'node:crypto';

export interface Certificate {
  /** PEM. */
  readonly key: string;
  readonly cert: string;
}

const DAY_MS = 86_400_000;

/** For `localhost` and 127.0.0.1, valid a day before and after `now`. */
export function selfMadeCertificate(name: string, now: number): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = sequence(set(sequence(oid(2, 5, 4, 3), tagged(0x0c, Buffer.from(name, 'utf8')))));
  const body = sequence(
    tagged(0xa0, integer(2)),
    integer(now),
    ECDSA_SHA256,
    subject,
    sequence(moment(now - DAY_MS), moment(now + DAY_MS)),
    subject,
    publicKey.export({ format: 'der', type: 'spki' }),
    tagged(0xa3, sequence(ALT_NAMES, IS_AUTHORITY)),
  );
  const signature = sign('sha256', body, privateKey);
  const der = sequence(body, ECDSA_SHA256, tagged(0x03, Buffer.from([0]), signature));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
  };
}

/** Tag, length, content. */
function tagged(tag: number, ...content: readonly Buffer[]): Buffer {
  const inside = Buffer.concat(content);
  const { length } = inside;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, Math.floor(length / 0x100), length % 0x100];
  return Buffer.concat([Buffer.from([tag, ...size]), inside]);
}

function sequence(...content: readonly Buffer[]): Buffer {
  return tagged(0x30, ...content);
}

function set(...content: readonly Buffer[]): Buffer {
  return tagged(0x31, ...content);
}

/** Not negative: a leading zero keeps the sign bit clear. */
function integer(value: number): Buffer {
  const hex = value.toString(16);
  return tagged(0x02, Buffer.from(`00${hex.length % 2 === 0 ? '' : '0'}${hex}`.replace(/^00(?=[0-7])/, ''), 'hex'));
}

function oid(first: number, second: number, ...rest: readonly number[]): Buffer {
  const bytes = rest.flatMap((n) => {
    const sevens = [n % 128];
    for (let high = Math.floor(n / 128); high > 0; high = Math.floor(high / 128)) sevens.unshift(128 + (high % 128));
    return sevens;
  });
  return tagged(0x06, Buffer.from([first * 40 + second, ...bytes]));
}

/** UTCTime: two digits of the year. */
function moment(at: number): Buffer {
  const text = new Date(at).toISOString().replace(/[-:T]/g, '').slice(2, 14);
  return tagged(0x17, Buffer.from(`${text}Z`, 'latin1'));
}

const ECDSA_SHA256 = sequence(oid(1, 2, 840, 10_045, 4, 3, 2));
const ALT_NAMES = sequence(
  oid(2, 5, 29, 17),
  tagged(0x04, sequence(tagged(0x82, Buffer.from('localhost', 'latin1')), tagged(0x87, Buffer.from([127, 0, 0, 1])))),
);
/** It signs itself, so whoever trusts it trusts it as an authority. */
const IS_AUTHORITY = sequence(
  oid(2, 5, 29, 19),
  tagged(0x01, Buffer.from([0xff])),
  tagged(0x04, sequence(tagged(0x01, Buffer.from([0xff])))),
);
