import { describe, expect, it } from 'vitest';
import { readArguments, UsageError } from './arguments.ts';

describe('the command line of the lab', () => {
  it('runs one seed when nobody says how many', () => {
    expect(readArguments(['everything'])).toMatchObject({ command: 'everything', from: 1, seeds: 1, json: false });
  });

  it('takes seeds from a first one on', () => {
    expect(readArguments(['flapping', '--seeds', '20', '--from', '7', '--json'])).toMatchObject({
      command: 'flapping',
      from: 7,
      seeds: 20,
      json: true,
    });
  });

  it('lists what there is when nothing is asked', () => {
    expect(readArguments([]).command).toBe('list');
  });

  it.each([
    [['everything', '--seeds', 'many']],
    [['everything', '--seeds', '0']],
    [['everything', '--weather', 'bad']],
    [['everything', 'flapping']],
    [['everything', '--only', '3']],
  ])('says what is wrong with %j', (argv) => {
    expect(() => readArguments(argv)).toThrow(UsageError);
  });
});
