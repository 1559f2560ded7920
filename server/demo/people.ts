/** Who works in the demo hospital. */
import type { Role } from '../../domain/schema/types.ts';

export interface DemoPersonRow {
  readonly name: string;
  readonly role: Role;
}

export const PEOPLE: readonly DemoPersonRow[] = [
  { name: 'Robin Hale', role: 'admin' },
  { name: 'Margit Sauer', role: 'manager' },
  { name: 'Tomas Lindqvist', role: 'lead' },
  { name: 'Ada Brandt', role: 'technician' },
  { name: 'Ben Okafor', role: 'technician' },
  { name: 'Chloe Martin', role: 'technician' },
  { name: 'Dario Conti', role: 'technician' },
  { name: 'Emeka Nwosu', role: 'technician' },
  { name: 'Freya Olsen', role: 'technician' },
  { name: 'Goran Petrov', role: 'technician' },
  { name: 'Hana Sato', role: 'technician' },
  { name: 'Imran Qureshi', role: 'technician' },
  { name: 'Julia Kowalska', role: 'technician' },
  { name: 'Karim Haddad', role: 'technician' },
  { name: 'Lena Fischer', role: 'technician' },
];

export const SITES = [
  {
    code: 'MC',
    name: 'Mercy Clermont',
    city: 'Clermont',
    region: 'OH',
    access:
      'Deliveries by the north ramp. Radiology B1: ask the desk for the MRI key; no phones beyond the yellow line.',
  },
  {
    code: 'WD',
    name: 'Westdale Day Clinic',
    city: 'Westdale',
    region: 'OH',
    access: 'Closed 12:00–13:00. Park behind the pharmacy.',
  },
  {
    code: 'RP',
    name: 'Riverside Rehabilitation',
    city: 'Milford',
    region: 'OH',
    access: 'Sign in at reception. The basement has no signal.',
  },
  {
    code: 'SA',
    name: 'St. Anne Birth Centre',
    city: 'Batavia',
    region: 'OH',
    access: 'Quiet hours until 9:00. Gown required beyond door 4.',
  },
] as const;
