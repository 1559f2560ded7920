/** The demo's jobs: what is on today and this week, and visits of the past that give histories and plots something to show. */

export interface DemoJob {
  readonly serial: string;
  readonly kind: 'repair' | 'maintenance' | 'inspection' | 'installation' | 'recall';
  readonly title: string;
  readonly symptom?: string;
  readonly priority: 'emergency' | 'urgent' | 'normal' | 'low';
  /** Technician by place in the list of technicians. */
  readonly technician: number;
  /** Days from today, and hour of the day by the hospital's clock. */
  readonly day: number;
  readonly hour: number;
  readonly checks: keyof typeof CHECKS;
}

export const CHECKS = {
  electrical: ['Mains lead and plug', 'Earth continuity', 'Leakage current', 'Alarm test', 'Label and date'],
  imaging: ['Cooling circuit', 'Table movement', 'Collision stop', 'Phantom image', 'Dose display', 'Label and date'],
  ventilation: ['Self test', 'Leak test', 'Oxygen sensor', 'Expiratory valve', 'Battery 30 min', 'Label and date'],
  pump: ['Flow rate at 25 ml/h', 'Occlusion alarm', 'Air-in-line alarm', 'Battery', 'Label and date'],
  sterilising: ['Door seal', 'Vacuum test', 'Bowie–Dick test', 'Printer or log', 'Label and date'],
} as const;

/** Number of the first job; the story's own job has the number the manager knows it by. */
export const FIRST_NUMBER = 20_410;
export const STORY_NUMBER = 20_417;

type Row = readonly [
  technician: number,
  day: number,
  hour: number,
  serial: string,
  kind: DemoJob['kind'],
  priority: DemoJob['priority'],
  checks: DemoJob['checks'],
  title: string,
  symptom?: string,
];

const ROWS: readonly Row[] = [
  [0, 0, 8, '71002', 'maintenance', 'normal', 'ventilation', 'Half-yearly maintenance'],
  [
    0,
    0,
    11,
    '52018',
    'repair',
    'urgent',
    'ventilation',
    'Flow sensor drifts',
    'Tidal volume reads 12 % low after an hour.',
  ],
  [0, 0, 15, '33070', 'inspection', 'normal', 'electrical', 'Yearly safety inspection'],
  [1, 0, 9, '8841', 'repair', 'urgent', 'imaging', 'Brake does not hold', 'Unit rolls on the ramp to Emergency.'],
  [
    1,
    0,
    13,
    '60214',
    'repair',
    'normal',
    'imaging',
    'Probe connector loose',
    'Image flickers when the cable is moved.',
  ],
  [2, 0, 8, '118201', 'inspection', 'normal', 'pump', 'Yearly inspection, four pumps on the ward'],
  [2, 0, 14, '118203', 'repair', 'normal', 'pump', 'Occlusion alarm too early'],
  [
    0,
    0,
    10,
    '4471',
    'repair',
    'urgent',
    'imaging',
    'Image artefact',
    'Ring artefact in the lower third since yesterday’s restart.',
  ],
  [3, 0, 9, '45510', 'maintenance', 'normal', 'electrical', 'Quarterly maintenance'],
  [
    3,
    0,
    13,
    '7720',
    'inspection',
    'normal',
    'electrical',
    'Conductivity check',
    'No signal in the basement: take the printout.',
  ],
  [4, 0, 8, '10344', 'maintenance', 'normal', 'sterilising', 'Yearly maintenance'],
  [4, 0, 12, '10345', 'repair', 'urgent', 'sterilising', 'Door seal leaks', 'Cycle aborts in the third vacuum.'],
  [5, 0, 10, '90431', 'inspection', 'normal', 'electrical', 'Yearly safety inspection'],
  [
    6,
    0,
    9,
    '52020',
    'repair',
    'emergency',
    'ventilation',
    'Expiratory valve sticks',
    'Taken out of service by the ward at 6:40.',
  ],
  [7, 0, 11, '53310', 'inspection', 'normal', 'electrical', 'Yearly safety inspection'],
  [7, 0, 14, '92804', 'repair', 'normal', 'electrical', 'Paper feed jams'],
  [8, 0, 9, '15007', 'inspection', 'normal', 'electrical', 'Load test'],
  [9, 0, 13, '60090', 'maintenance', 'low', 'imaging', 'Yearly maintenance'],
  [10, 0, 10, '27733', 'repair', 'urgent', 'electrical', 'No picture on the second screen'],
  [
    11,
    0,
    12,
    '26118',
    'recall',
    'urgent',
    'electrical',
    'Recall: footswitch cable',
    'Exchange the cable and note the old serial.',
  ],
  [0, 1, 9, '52019', 'maintenance', 'normal', 'ventilation', 'Half-yearly maintenance'],
  [1, 1, 10, '3305', 'inspection', 'normal', 'imaging', 'Dose measurement'],
  [2, 2, 8, '118204', 'inspection', 'normal', 'pump', 'Yearly inspection'],
  [3, 2, 13, '45511', 'maintenance', 'normal', 'electrical', 'Quarterly maintenance'],
  [4, 3, 9, '10802', 'maintenance', 'normal', 'sterilising', 'Yearly maintenance'],
  [5, 3, 11, '91220', 'inspection', 'low', 'electrical', 'Yearly safety inspection'],
  [6, 4, 10, '2210', 'maintenance', 'normal', 'imaging', 'Cold head check'],
  [7, 4, 14, '53402', 'repair', 'normal', 'electrical', 'Heater slow to respond'],
];

export const JOBS: readonly DemoJob[] = ROWS.map((row) => {
  const [technician, day, hour, serial, kind, priority, checks, title, symptom] = row;
  return { technician, day, hour, serial, kind, priority, checks, title, ...(symptom ? { symptom } : {}) };
});

export interface DemoSeries {
  readonly serial: string;
  readonly technician: number;
  readonly quantity: string;
  readonly unit: string;
  readonly low: number | null;
  readonly high: number | null;
  /** One visit a month, the newest last. */
  readonly values: readonly number[];
}

export const SERIES: readonly DemoSeries[] = [
  {
    serial: '4471',
    technician: 1,
    quantity: 'Tube temperature',
    unit: '°C',
    low: 20,
    high: 62,
    values: [41, 43, 42, 46, 49, 53, 57, 61],
  },
  {
    serial: '2210',
    technician: 6,
    quantity: 'Helium level',
    unit: '%',
    low: 60,
    high: null,
    values: [88, 86, 85, 83, 82, 80, 79, 77],
  },
  {
    serial: '71002',
    technician: 0,
    quantity: 'Leakage current',
    unit: 'µA',
    low: null,
    high: 100,
    values: [38, 41, 39, 44, 40, 43],
  },
  {
    serial: '52018',
    technician: 0,
    quantity: 'Oxygen sensor',
    unit: '%',
    low: 20,
    high: 22,
    values: [20.9, 20.9, 20.8, 20.7, 20.4, 20.2],
  },
  {
    serial: '7720',
    technician: 3,
    quantity: 'Conductivity',
    unit: 'µS/cm',
    low: null,
    high: 15,
    values: [6.1, 6.4, 7.0, 6.8, 7.9, 9.2, 11.4],
  },
];
