// A server of before knew no names: the devices that it has get theirs when it adopts the schema.
import { expect, it } from 'vitest';
import { edit } from '../../../../tests/support/edits.ts';
import { NORTH, ORG, PEOPLE, Rig } from '../../../../tests/support/hospital.ts';
import { recordOf } from '../../../../tests/support/laptop.ts';
import { onlyQuestion } from '../../../../tests/support/questions.ts';

it('[C-10, W-9] what was there before the update is known by its name after it', async () => {
  const rig = await new Rig().found();
  const device = (): Promise<unknown> =>
    rig.import([edit(null, 'equipment.identity', { type: 'Pump', manufacturer: 'Acme', serial: 'P-1' })]);
  await device();
  const name = 'acme\np-1';
  const [old] = rig.storage.named(ORG, 'equipment', name);
  rig.storage.adoptSchema(ORG, rig.schema);
  const { connection } = rig.database;
  connection.exec(
    "DELETE FROM name; UPDATE secret SET value = json_set(value, '$.equipment', 'of before') WHERE name LIKE 'schema prints%'",
  );
  expect(rig.storage.named(ORG, 'equipment', name)).toEqual([]);
  expect(rig.storage.adoptSchema(ORG, rig.schema)).toEqual(['equipment']);
  expect(rig.storage.named(ORG, 'equipment', name)).toEqual([old]);
  const ben = rig.laptop('ben');
  const again = ben.change([edit(null, 'equipment.identity', { type: 'Pump', manufacturer: 'acme', serial: 'p-1' })]);
  await rig.submit(again, ben.change([edit(recordOf(again), 'equipment.place', { site: NORTH })]));
  expect(onlyQuestion(rig, recordOf(again))).toMatchObject({ group: 'alias', reviewer: PEOPLE.maria });
  rig.close();
});
