/**
 * Enrolling a laptop and signing in (H-1): calls of their own, before there is a session. Answers are data; a refusal
 * carries words for the person in front of it.
 */
import { z } from 'zod';

const key = z.string().min(1).max(400);
const pin = z.string().min(1).max(200);

export const ACCOUNT_PATHS = {
  people: 'account.demoPeople',
  enrol: 'account.enrol',
  enrolDemo: 'account.enrolDemo',
  nonce: 'account.nonce',
  signIn: 'account.signIn',
} as const;

export const enrolRequest = z.strictObject({
  code: z.string().max(200),
  publicKey: key,
  deviceName: z.string().max(120),
  pin,
});
export type EnrolRequestMessage = z.infer<typeof enrolRequest>;

export const demoRequest = z.strictObject({
  person: z.string().max(40),
  publicKey: key,
  deviceName: z.string().max(120),
  pin,
});
export type DemoRequestMessage = z.infer<typeof demoRequest>;

export const signInRequest = z.strictObject({
  device: z.number().int().min(0),
  person: z.string().max(40),
  pin,
  signature: z.string().max(200),
});
export type SignInRequestMessage = z.infer<typeof signInRequest>;

export const accountAnswer = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    org: z.string(),
    organisation: z.string(),
    device: z.number().int(),
    epoch: z.number().int(),
    person: z.string(),
    name: z.string(),
    role: z.enum(['technician', 'lead', 'manager', 'admin']),
    lease: z.string(),
  }),
  z.object({ ok: z.literal(false), problem: z.string(), words: z.string(), comeBackMs: z.number().nullable() }),
]);
export type AccountAnswer = z.infer<typeof accountAnswer>;

export const demoPeople = z.array(
  z.object({ person: z.string(), name: z.string(), role: z.enum(['technician', 'lead', 'manager', 'admin']) }),
);

/** Text that a laptop signs to sign somebody in: the nonce belongs to one connection. */
export function signInText(nonce: string, device: number, person: string): string {
  return JSON.stringify(['holdfast sign in', nonce, device, person]);
}
