/** The server's log: one JSON object per line, times in UTC, and nothing in it that opens a door (PINs, codes, leases). */
import { pino, type DestinationStream, type Logger } from 'pino';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';
export const LOG_LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'silent'];

/** Names of fields that never reach the log, at any of the depths that the server writes. */
const SECRET_FIELDS = ['pin', 'lease', 'token', 'signature', 'password', 'authorization', 'cookie'];

export function createLog(level: LogLevel, clock: () => number, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date(clock()).toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: {
      paths: SECRET_FIELDS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]).concat('request.code'),
      censor: '[hidden]',
    },
  };
  return destination ? pino(options, destination) : pino(options);
}
