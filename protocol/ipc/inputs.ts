/** What the screens may ask for, validated at the door of the main process. */
import { z } from 'zod';
import type { ChangeId, RecordId } from '../../domain/ids.ts';
import { MEANINGS } from '../../domain/schema/hospital.ts';
import { isWeatherName, type WeatherName } from '../../domain/weather/weather.ts';

const recordId = z
  .string()
  .regex(/^[0-9a-z]{5}-[0-9a-z]{2}-[0-9a-z]{6}-[0-9a-z]{2}$/)
  .transform((s) => s as RecordId);
const changeId = z
  .string()
  .regex(/^\d{1,8}\.\d{1,4}\.\d{1,10}$/)
  .transform((s) => s as ChangeId);
const fields = z.record(z.string().max(60), z.json());
const name = z.string().min(1).max(60);
const pin = z.string().min(4).max(64);

export const recordInput = z.strictObject({ id: recordId });

export const saveInput = z.strictObject({
  edits: z
    .array(
      z.strictObject({
        /** null creates a record. */
        record: recordId.nullable(),
        collection: name,
        group: name,
        /** Fields that were changed, as a patch over what was seen. */
        set: fields,
        /** The group's value as it was in view, when the form was opened; absent: as the replica shows it now. */
        seen: fields.optional(),
        saw: z.strictObject({
          writer: changeId.nullable(),
          canonical: changeId.nullable(),
          archived: changeId.nullable(),
          question: recordId.optional(),
        }),
      }),
    )
    .min(1)
    .max(200),
});
export type SaveInput = z.infer<typeof saveInput>;

/** A save that signs a visit off, with the signer's PIN and what else of the visit was in view (H-7). */
export const signOffInput = saveInput.extend({
  id: recordId,
  pin,
  meaning: z.enum(MEANINGS),
  /** Writers of the groups that are signed and not saved along. */
  saw: z.strictObject({ parts: changeId.nullable(), findings: changeId.nullable() }),
});
export type SignOffInput = z.infer<typeof signOffInput>;

/** A record's page was opened, or left without (or with) an edit: for the re-open rate (STAT-1). */
export const lookInput = z.strictObject({ id: recordId });
export const lookedInput = z.strictObject({ id: recordId, edited: z.boolean() });

/** Days that the plot of the re-open rate covers, today included. */
export const teamInput = z.strictObject({ days: z.number().int().min(1).max(400) });
export type TeamInput = z.infer<typeof teamInput>;

export const archiveInput = z.strictObject({ id: recordId, reason: z.string().max(400), archived: z.boolean() });
export type ArchiveInput = z.infer<typeof archiveInput>;

export const workListInput = z.strictObject({
  range: z.enum(['today', 'week', 'all']),
  whose: z.enum(['mine', 'everyone']),
  site: recordId.nullable(),
  text: z.string().max(200),
  limit: z.number().int().min(1).max(1_000).default(300),
});
export type WorkListInput = z.infer<typeof workListInput>;

export const equipmentSearchInput = z.strictObject({
  text: z.string().max(200),
  site: recordId.nullable(),
  offset: z.number().int().min(0).max(1_000_000),
  limit: z.number().int().min(1).max(500),
});
export type EquipmentSearchInput = z.infer<typeof equipmentSearchInput>;

export const reviewListInput = z.strictObject({
  status: z.enum(['open', 'answered']),
  /** `forMe`: asked of the reader; `mySites`: of the sites that the reader's teams look after. */
  whose: z.enum(['forMe', 'mySites', 'all']),
  site: recordId.nullable().default(null),
  /** `key` of a kind in the list. */
  kind: z.string().max(130).nullable().default(null),
  limit: z.number().int().min(1).max(1_000).default(500),
});
export type ReviewListInput = z.infer<typeof reviewListInput>;
export type ReviewListAsked = z.input<typeof reviewListInput>;

export const answerInput = z.strictObject({
  question: recordId,
  side: changeId,
  against: z.array(changeId).max(50),
  reason: z.string().max(2_000).nullable(),
});
export type AnswerInput = z.infer<typeof answerInput>;

/** A page of a story, counted from its newest entry; absent: all of it. */
export const historyInput = z.strictObject({
  id: recordId,
  page: z
    .strictObject({
      skip: z.number().int().min(0),
      limit: z.number().int().min(1).max(1_000),
      person: z.string().max(400).nullable(),
      part: z.string().max(400).nullable(),
    })
    .optional(),
});
export type HistoryPageInput = NonNullable<z.infer<typeof historyInput>['page']>;

export const exportHistoryInput = z.strictObject({
  id: recordId,
  format: z.enum(['jsonl', 'pdf']),
  /** Received by the server from then on, and before then; milliseconds UTC. */
  from: z.number().int().nullable(),
  to: z.number().int().nullable(),
});
export type ExportHistoryInput = z.infer<typeof exportHistoryInput>;

export const undoInput = z.strictObject({ question: recordId, answer: changeId });
export type UndoInput = z.infer<typeof undoInput>;

/** `record` null: all that was saved together with that change; else what it did to that record. */
export const undoChangeInput = z.strictObject({ change: changeId, record: recordId.nullable() });
export type UndoChangeInput = z.infer<typeof undoChangeInput>;

export const enrolInput = z.strictObject({ server: z.url().max(400), code: z.string().trim().min(6).max(120), pin });
export type EnrolInput = z.infer<typeof enrolInput>;
export const enrolDemoInput = z.strictObject({ person: z.string().min(1).max(80), pin });
export type EnrolDemoInput = z.infer<typeof enrolDemoInput>;
export const pinInput = z.strictObject({ pin });

/** A form as it was left: kept on this laptop until saved or thrown away. */
export const draftInput = z.strictObject({ key: z.string().min(1).max(120), value: z.json() });
export const draftKeyInput = z.strictObject({ key: z.string().min(1).max(120) });

export const linkInput = z.strictObject({ on: z.boolean() });
export const changeInput = z.strictObject({ seq: z.number().int().positive() });

export const weatherInput = z.strictObject({
  weather: z.custom<WeatherName>((chosen) => typeof chosen === 'string' && isWeatherName(chosen)),
});
/** Held work put right: the fields that were changed, as a patch over the values that were refused. */
export const fixHeldInput = z.strictObject({
  seq: z.number().int().positive(),
  edits: z
    .array(z.strictObject({ record: recordId, group: name, set: fields }))
    .min(1)
    .max(200),
});
export type FixHeldInput = z.infer<typeof fixHeldInput>;

export const giveHeldInput = z.strictObject({ seq: z.number().int().positive(), to: recordId });
export type GiveHeldInput = z.infer<typeof giveHeldInput>;

export const settingsInput = z.strictObject({
  theme: z.enum(['system', 'light', 'dark', 'sunlight']).optional(),
  textSize: z.enum(['normal', 'large']).optional(),
  density: z.enum(['normal', 'glove']).optional(),
  notices: z.enum(['on', 'off']).optional(),
});
export type SettingsInput = z.infer<typeof settingsInput>;
