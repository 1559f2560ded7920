/**
 * The guard of the wire: message shapes are hashed, and a shape that changed fails here until PROTOCOL_VERSION is raised,
 * its line stands in PROTOCOL_HISTORY and its messages and hashes lie in `protocol/golden/v<version>`. What lies there
 * for an older version is never altered: it is what consoles in the field still send.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { changeText, type Change } from '../../domain/change/change.ts';
import { canonicalText, type Json } from '../../domain/json.ts';
import { HOSPITAL_VERSION, hospital } from '../../domain/schema/hospital.ts';
import { withSystem } from '../../domain/schema/system.ts';
import { fromColumns, toColumns } from './batch.ts';
import { frameText, type Packer } from './frame.ts';
import { downMessage, readDown, readUp, upMessage } from './messages.ts';
import { pushMessage } from './push.ts';
import { OLDEST_SERVED, PROTOCOL_HISTORY, PROTOCOL_VERSION } from './version.ts';

const GOLDEN = new URL('../golden/', import.meta.url);
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const read = (path: string): Json => JSON.parse(readFileSync(new URL(path, GOLDEN), 'utf8')) as Json;
const shapeOf = (shape: z.ZodType): string => sha256(canonicalText(z.toJSONSchema(shape) as Json));
const kindsOf = (union: typeof upMessage | typeof downMessage): readonly string[] =>
  union.options.map((option) => option.shape.k.value);
const packer: Packer = {
  pack: (text) => new TextEncoder().encode(text),
  unpack: (bytes) => new TextDecoder().decode(bytes),
};
const versions = readdirSync(GOLDEN).map((name) => Number(name.slice(1)));
const now = `v${PROTOCOL_VERSION}`;

describe('the version of the wire', () => {
  it('[W-9] message shapes are those of this version; to change one, raise PROTOCOL_VERSION and write its history', () => {
    const found = { up: shapeOf(upMessage), down: shapeOf(downMessage) };
    expect(found).toEqual(read(`${now}/shapes.json`));
  });

  it('[W-9] the schema of the work is that of its version; to change a shape, raise HOSPITAL_VERSION', () => {
    const groups = Object.entries(withSystem(hospital).collections).flatMap(([name, def]) =>
      Object.entries(def.groups).map(([group, { shape, policy, lane }]) => [
        `${name}.${group}`,
        `${policy} ${lane} ${shapeOf(shape).slice(0, 16)}`,
      ]),
    );
    expect(Object.fromEntries(groups)).toEqual(read(`schema-${hospital.name}-v${HOSPITAL_VERSION}.json`));
  });

  it('[W-9] every version has its line in the history and its golden messages', () => {
    const all = Array.from({ length: PROTOCOL_VERSION }, (_, i) => i + 1);
    expect(Object.keys(PROTOCOL_HISTORY).map(Number)).toEqual(all);
    expect(versions.filter(Number.isInteger).toSorted((a, b) => a - b)).toEqual(all);
    expect(OLDEST_SERVED).toBeGreaterThanOrEqual(1);
    expect(OLDEST_SERVED).toBeLessThanOrEqual(PROTOCOL_VERSION);
  });
});

describe.each(versions.filter(Number.isInteger))('golden messages of version %d', (version) => {
  const files = readdirSync(new URL(`v${version}/`, GOLDEN)).filter(
    (name) => !/^(shapes|push-changes)\.json$/.test(name),
  );
  const up = kindsOf(upMessage);

  it.each(files)('[W-9] %s still decodes, and nothing of it is lost', (name) => {
    const golden = read(`v${version}/${name}`) as { readonly k: string };
    const frame = packer.pack(frameText(golden));
    const { message } = up.includes(golden.k) ? readUp(packer, frame) : readDown(packer, frame);
    expect(message).toEqual(golden);
  });

  it('[W-9] every kind of message is there', () => {
    const kinds = files.map((name) => (read(`v${version}/${name}`) as { readonly k: string }).k);
    const needed = version === PROTOCOL_VERSION ? [...up, ...kindsOf(downMessage)] : [];
    expect(kinds).toEqual(expect.arrayContaining(needed));
    expect(new Set(kinds).size).toBe(kinds.length);
  });

  it('[W-9, W-11] a batch still means the same changes, with the same hashes, and is written the same way', () => {
    const push = pushMessage.parse(read(`v${version}/push.json`));
    const { hashes, changes } = read(`v${version}/push-changes.json`) as { hashes: string[]; changes: Json };
    const arrived = fromColumns(push);
    expect(arrived).toEqual(changes);
    expect(arrived.map((c) => sha256(changeText(c)))).toEqual(hashes);
    const { k, batch, signature } = push;
    const written = version === PROTOCOL_VERSION ? toColumns(changes as unknown as readonly Change[]) : push;
    expect({ k, batch, ...written, signature }).toEqual(push);
  });
});
