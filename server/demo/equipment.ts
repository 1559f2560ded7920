/** The demo's register: type, manufacturer, model, serial, room, site; makers and models are invented. */

export interface DemoDevice {
  readonly type: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly serial: string;
  readonly room: string;
  readonly site: 'MC' | 'WD' | 'RP' | 'SA';
  readonly condition?: { readonly state: 'restricted' | 'outOfService'; readonly reason: string };
}

type Row = readonly [string, string, string, string, string, DemoDevice['site']];

const ROWS: readonly Row[] = [
  ['CT scanner', 'Norvig', 'Helix 64', '4471', 'Radiology B1', 'MC'],
  ['MRI scanner', 'Norvig', 'Aurora 1.5T', '2210', 'Radiology B1', 'MC'],
  ['MRI scanner', 'Castell', 'Boreas 3T', '1187', 'Radiology B2', 'MC'],
  ['X-ray system, ceiling', 'Castell', 'Lumen C', '8813', 'Radiology 04', 'MC'],
  ['X-ray system, mobile', 'Castell', 'Lumen M2', '8841', 'Emergency', 'MC'],
  ['C-arm', 'Arvo', 'Orbit 9', '3305', 'Theatre 2', 'MC'],
  ['Ultrasound', 'Pelagia', 'Echo 7', '60211', 'Cardiology 12', 'MC'],
  ['Ultrasound', 'Pelagia', 'Echo 7', '60214', 'Emergency', 'MC'],
  ['Anaesthesia machine', 'Halden', 'Somnus A3', '71002', 'Theatre 1', 'MC'],
  ['Anaesthesia machine', 'Halden', 'Somnus A3', '71003', 'Theatre 2', 'MC'],
  ['Anaesthesia machine', 'Halden', 'Somnus A3', '71004', 'Theatre 3', 'MC'],
  ['Ventilator', 'Halden', 'Zephyr 500', '52018', 'ICU 1', 'MC'],
  ['Ventilator', 'Halden', 'Zephyr 500', '52019', 'ICU 2', 'MC'],
  ['Ventilator', 'Halden', 'Zephyr 500', '52020', 'ICU 3', 'MC'],
  ['Ventilator, transport', 'Halden', 'Zephyr T', '52107', 'Emergency', 'MC'],
  ['Patient monitor', 'Vigil', 'VM-12', '90431', 'ICU 1', 'MC'],
  ['Patient monitor', 'Vigil', 'VM-12', '90432', 'ICU 2', 'MC'],
  ['Patient monitor', 'Vigil', 'VM-12', '90433', 'ICU 3', 'MC'],
  ['Defibrillator', 'Vigil', 'Pulse D', '33070', 'Emergency', 'MC'],
  ['Defibrillator', 'Vigil', 'Pulse D', '33071', 'Ward 3 East', 'MC'],
  ['Infusion pump', 'Ostrava', 'Flow 3', '118201', 'Ward 3 East', 'MC'],
  ['Infusion pump', 'Ostrava', 'Flow 3', '118202', 'Ward 3 East', 'MC'],
  ['Infusion pump', 'Ostrava', 'Flow 3', '118203', 'Ward 4 West', 'MC'],
  ['Infusion pump', 'Ostrava', 'Flow 3', '118204', 'ICU 1', 'MC'],
  ['Syringe pump', 'Ostrava', 'Flow S', '118930', 'ICU 2', 'MC'],
  ['Syringe pump', 'Ostrava', 'Flow S', '118931', 'NICU', 'SA'],
  ['Dialysis machine', 'Renis', 'Clara 6', '45510', 'Dialysis 1', 'MC'],
  ['Dialysis machine', 'Renis', 'Clara 6', '45511', 'Dialysis 2', 'MC'],
  ['Water treatment, dialysis', 'Renis', 'Pura RO', '7720', 'Basement B2', 'MC'],
  ['Autoclave', 'Tamber', 'Steri 600', '10344', 'CSSD', 'MC'],
  ['Autoclave', 'Tamber', 'Steri 600', '10345', 'CSSD', 'MC'],
  ['Washer disinfector', 'Tamber', 'Clean 32', '10802', 'CSSD', 'MC'],
  ['Electrosurgical unit', 'Arvo', 'Cutis 400', '26118', 'Theatre 1', 'MC'],
  ['Operating table', 'Arvo', 'Plana', '26540', 'Theatre 3', 'MC'],
  ['Surgical light', 'Arvo', 'Helio LED', '26811', 'Theatre 2', 'MC'],
  ['Blood gas analyser', 'Pelagia', 'Gasa 2', '81190', 'Laboratory', 'MC'],
  ['Centrifuge', 'Tamber', 'Spin 20', '14402', 'Laboratory', 'MC'],
  ['Endoscopy tower', 'Arvo', 'Vista 4K', '27733', 'Endoscopy', 'MC'],
  ['ECG recorder', 'Vigil', 'Trace 12', '91220', 'Cardiology 11', 'MC'],
  ['ECG recorder', 'Vigil', 'Trace 12', '91221', 'Room 2', 'WD'],
  ['Ultrasound', 'Pelagia', 'Echo 5', '60090', 'Room 4', 'WD'],
  ['X-ray system, dental', 'Castell', 'Lumen D', '8902', 'Room 6', 'WD'],
  ['Patient lift', 'Tamber', 'Raise 200', '15007', 'Therapy hall', 'RP'],
  ['Treadmill, medical', 'Vigil', 'Gait', '92110', 'Therapy hall', 'RP'],
  ['Traction unit', 'Arvo', 'Stretch', '28015', 'Room 11', 'RP'],
  ['Infant incubator', 'Halden', 'Nido 2', '53310', 'NICU', 'SA'],
  ['Infant incubator', 'Halden', 'Nido 2', '53311', 'NICU', 'SA'],
  ['Infant warmer', 'Halden', 'Nido W', '53402', 'Birth 1', 'SA'],
  ['Fetal monitor', 'Vigil', 'Duo', '92804', 'Birth 1', 'SA'],
  ['Fetal monitor', 'Vigil', 'Duo', '92805', 'Birth 2', 'SA'],
];

const CONDITIONS: { readonly [serial: string]: DemoDevice['condition'] } = {
  '4471': { state: 'restricted', reason: 'Image artefact in the lower third: heads only' },
  '52020': { state: 'outOfService', reason: 'Expiratory valve sticks' },
  '10345': { state: 'outOfService', reason: 'Door seal on order' },
};

export const DEVICES: readonly DemoDevice[] = ROWS.map(([type, manufacturer, model, serial, room, site]) => {
  const condition = CONDITIONS[serial];
  return { type, manufacturer, model, serial, room, site, ...(condition ? { condition } : {}) };
});
