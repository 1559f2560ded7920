/** What a PIN must be, said in words; the main process checks the same (protocol/ipc/inputs.ts). */
export const PIN_MIN = 4;

export interface PinErrors {
  readonly pin: string | null;
  readonly again: string | null;
}

export function pinErrors(pin: string, again: string): PinErrors {
  if (pin.length < PIN_MIN) return { pin: `At least ${PIN_MIN} digits or letters`, again: null };
  if (pin.length > 64) return { pin: 'At most 64 digits or letters', again: null };
  return { pin: null, again: pin === again ? null : 'The two are not the same' };
}
