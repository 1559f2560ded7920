// Checks a history that Holdfast exported as JSON Lines, without Holdfast: node verify-export.mjs FILE [--key PRINT]
//
// It needs Node and nothing else. What it checks is written down in docs/compliance.md, "Checking an export": the file is
// whole and was signed, the checkpoint was signed, and every entry of the file stands at its position in the log that the
// checkpoint commits to. With --key the signer must be the one whose print you were given by another way.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';

const sha256 = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const hex = (text) => Buffer.from(text, 'hex');
const plain = (print) => print.toLowerCase().replaceAll(/[^0-9a-f]/g, '');

/** RFC 9162, 2.1.3.2: the root that a leaf leads to. */
export function rootFrom(leaf, index, size, path) {
  let at = sha256(Buffer.of(0), leaf);
  let [n, last] = [index, size - 1];
  for (const step of path) {
    if (last === 0) return null;
    const isRight = n % 2 === 1 || n === last;
    at = isRight ? sha256(Buffer.of(1), hex(step), at) : sha256(Buffer.of(1), at, hex(step));
    if (isRight) while (n % 2 === 0 && n !== 0) [n, last] = [n / 2, Math.floor(last / 2)];
    [n, last] = [Math.floor(n / 2), Math.floor(last / 2)];
  }
  return last === 0 ? at.toString('hex') : null;
}

function isSigned(key, text, signature) {
  try {
    const publicKey = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
    return verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

/** Gives what is wrong, in words; an empty list when all of it holds. `print`: of the key that is expected, or null. */
export function verifyExport(text, print = null) {
  const wrong = [];
  const end = text.indexOf('\n');
  let first, said, key;
  try {
    first = JSON.parse(text.slice(0, end));
    said = JSON.parse(first.said);
    key = sha256(Buffer.from(first.key, 'base64')).toString('hex');
  } catch {
    return { wrong: ['the first line is not that of an export'], said: null, key: null };
  }
  if (said.format !== 'holdfast history 1') return { wrong: ['this is another format'], said, key: null };
  if (print !== null && plain(print) !== key) wrong.push('it was signed by another key than the one you named');
  if (!isSigned(first.key, first.said, first.signature))
    return { wrong: [...wrong, 'the first line was not signed by its key'], said, key };

  const rest = text.slice(end + 1);
  if (sha256(rest).toString('hex') !== said.lines) wrong.push('the lines are not those that were signed');
  const { org, checkpoint: c } = said;
  const promise = JSON.stringify(['holdfast checkpoint', org, c.incarnation, c.position, c.chain, c.root, c.at]);
  if (!isSigned(first.key, promise, c.signature)) wrong.push('the checkpoint was not signed by its key');

  const lines = rest === '' ? [] : rest.replace(/\n$/, '').split('\n');
  if (lines.length !== said.positions.length)
    wrong.push(`there are ${lines.length} entries, ${said.positions.length} were signed`);
  for (const [i, line] of lines.entries()) wrong.push(...wrongWith(line, said.positions[i], c));
  return { wrong, said, key };
}

function wrongWith(line, position, checkpoint) {
  try {
    const entry = JSON.parse(line);
    const isWithheld = entry.text === undefined;
    const own = isWithheld ? entry.pos : JSON.parse(entry.text)[0];
    if (entry.pos !== position) return [`position ${entry.pos} stands where ${position} was signed`];
    if (own !== position) return [`the text at position ${position} is that of position ${own}`];
    const chain = isWithheld ? hex(entry.chain) : sha256(`${entry.before}\n${entry.text}`);
    const root = rootFrom(chain, position - 1, checkpoint.position, entry.path);
    return root === checkpoint.root ? [] : [`the entry at position ${position} is not the one in the log`];
  } catch {
    return [`the line of position ${position} cannot be read`];
  }
}

if (import.meta.main ?? process.argv[1]?.endsWith('verify-export.mjs')) {
  const [file, option, print] = process.argv.slice(2);
  if (!file || (option !== undefined && (option !== '--key' || !print))) {
    process.stderr.write('usage: node verify-export.mjs FILE [--key PRINT]\n');
    process.exit(2);
  }
  const { wrong, said, key } = verifyExport(readFileSync(file, 'utf8'), print ?? null);
  if (wrong.length > 0) {
    process.stdout.write(`NOT what was signed:\n${wrong.slice(0, 20).join('\n')}\n`);
    process.exit(1);
  }
  const at = new Date(said.checkpoint.at).toISOString();
  process.stdout.write(
    `${said.about}: ${said.positions.length} entries, as they stand in the log of ${said.organisation}\n`,
  );
  process.stdout.write(
    `signed up to position ${said.checkpoint.position} at ${at} by the key ${key.match(/.{4}/g).join(' ')}\n`,
  );
}
