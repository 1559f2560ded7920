/** What enrolling and signing in take and answer. Expected failures are data with words for the person in front of it. */
import type { DeviceNo, PersonId } from '../../domain/ids.ts';
import type { Role } from '../../domain/schema/types.ts';
import type { CodeProblem } from './enrolment.ts';
import { PIN_MAX, PIN_MIN } from './pin.ts';

export interface EnrolRequest {
  readonly code: string;
  /** Ed25519, SPKI DER, base64. */
  readonly publicKey: string;
  /** What the laptop calls itself; empty: the name given with the code. */
  readonly deviceName: string;
  readonly pin: string;
}

export interface DemoRequest extends Omit<EnrolRequest, 'code'> {
  readonly person: PersonId;
}

export interface SignInRequest {
  readonly device: DeviceNo;
  readonly person: PersonId;
  readonly pin: string;
  /** Text of this connection alone, given by the server: a signature cannot be used again elsewhere. */
  readonly nonce: string;
  /** Signature of the laptop over `signInText`, base64. */
  readonly signature: string;
}

export function signInText(request: Pick<SignInRequest, 'nonce' | 'device' | 'person'>): string {
  return JSON.stringify(['holdfast sign in', request.nonce, request.device, request.person]);
}

export interface Enrolled {
  readonly ok: true;
  readonly org: string;
  readonly organisation: string;
  readonly device: DeviceNo;
  readonly epoch: number;
  readonly person: PersonId;
  readonly name: string;
  readonly role: Role;
  readonly lease: string;
}

export type PinProblem = 'badPin' | 'wrongPin' | 'slowDown';
export type EnrolProblem = CodeProblem | PinProblem | 'badKey' | 'noSuchPerson' | 'noSuchDevice' | 'notADemo';

export interface EnrolRefused {
  readonly ok: false;
  readonly problem: EnrolProblem;
  readonly words: string;
  /** For `slowDown`: milliseconds until the next attempt. */
  readonly comeBackMs: number | null;
}

const WORDS: { readonly [problem in EnrolProblem]: string } = {
  wrongCode: 'This code is not known here. Check it letter by letter, or ask the operator for a new one.',
  codeUsed: 'This code has been used. Each code is for one laptop: ask the operator for a new one.',
  codeExpired: 'This code has run out. Ask the operator for a new one.',
  badKey: 'The laptop sent a key that cannot be used. Update the app and try again.',
  badPin: `A PIN has ${PIN_MIN} to ${PIN_MAX} characters.`,
  wrongPin: 'The PIN is not right.',
  slowDown: 'Too many wrong attempts. Wait a little before the next one.',
  noSuchPerson: 'This person does not work here any more. Ask the operator.',
  noSuchDevice: 'This laptop is not enrolled here. Ask the operator for an enrolment code.',
  notADemo: 'This server is not a demo: enrolling needs a code from the operator.',
};

export function refused(problem: EnrolProblem, comeBackMs: number | null = null): EnrolRefused {
  return { ok: false, problem, words: WORDS[problem], comeBackMs };
}
