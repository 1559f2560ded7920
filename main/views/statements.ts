/** The statements of the screens, prepared once per replica. They read and nothing else. */
import type { RecordId } from '../../domain/ids.ts';
import type { RecordRow } from '../replica/tables.ts';
import type { Replica } from '../replica/replica.ts';
import type { Statement, Writable } from '../replica/open.ts';

/** A job as far as lists choose and order it. */
export interface JobRow {
  readonly rid: number;
  readonly id: string;
  readonly site: string | null;
  readonly parent: string | null;
  readonly k1: string | null;
  readonly k2: string | null;
  readonly sort: number | null;
  readonly due: number | null;
}

/** Jobs of some days: planned or due then, or not finished and late. `whole` takes all. */
export interface JobRange {
  readonly whole: 0 | 1;
  readonly from: number;
  readonly to: number;
}

const COLUMNS = ['rid', 'id', 'collection', 'parent', 'site', 'k1', 'k2', 'sort', 'pos', 'body', 'shown', 'digest'];
const columns = (of: string): string => COLUMNS.map((c) => `${of}.${c}`).join(', ');

/**
 * Cheap columns first: a finished job is dropped by its planned time without its text being read, and what is archived
 * is told by the text that `encodeBody` gives it, without parsing. The due time is parsed only where it can matter.
 */
const JOB = `SELECT w.rid, w.id, w.site, w.parent, w.k1, w.k2, w.sort,
  CASE WHEN @whole = 1 AND w.sort IS NOT NULL THEN NULL ELSE ${due('w')} END AS due `;
const IN_RANGE = `AND CASE
    WHEN @whole = 1 THEN 1
    WHEN w.sort >= @from AND w.sort < @to THEN 1
    WHEN w.k2 IN ('done', 'cancelled') THEN w.sort IS NULL AND ${due('w')} >= @from AND ${due('w')} < @to
    WHEN w.sort < @from THEN 1
    ELSE ${due('w')} < @to
  END AND instr(coalesce(w.shown, w.body), '"archived":{"v":{"archived":true') = 0`;

function due(of: string): string {
  return `json_extract(coalesce(${of}.shown, ${of}.body), '$.request.v.due')`;
}

function prepare(db: Writable) {
  const rids = (sql: string): Statement<[number, number], number> => db.prepare<[number, number], number>(sql).pluck();
  return {
    byRids: db.prepare<[string], RecordRow>(
      `SELECT ${columns('r')} FROM json_each(?) j JOIN record r ON r.rid = j.value`,
    ),
    jobsOfPerson: db.prepare<[JobRange & { readonly person: string }], JobRow>(
      `${JOB} FROM record w WHERE w.collection = 'workOrder' AND w.k1 = @person ${IN_RANGE}`,
    ),
    /** Site by site, because the index leads with the site. */
    jobsEverywhere: db.prepare<[JobRange], JobRow>(
      `${JOB} FROM record s CROSS JOIN record w ON w.site = s.id AND w.collection = 'workOrder'
       WHERE s.collection = 'site' AND s.k1 IS NOT NULL ${IN_RANGE}
       UNION ALL ${JOB} FROM record w WHERE w.site IS NULL AND w.collection = 'workOrder' ${IN_RANGE}`,
    ),
    /** Records that hang on these and have something to say: unsent work, an open question, a value set aside. */
    speakingChildren: db.prepare<[string, string, number], RecordRow>(
      `SELECT ${columns('c')} FROM json_each(?) j JOIN record c ON c.parent = j.value
       WHERE c.shown IS NOT NULL OR instr(c.body, '"q":"') > 0 OR instr(c.body, ?) > 0 OR c.pos > ?`,
    ),
    /** Questions with an answer of ours on its way, and what they are about. Questions are the server's: device 0. */
    pendingAnswers: db.prepare<
      [],
      { question: string; epoch: number; seq: number; subject: string | null; above: string | null }
    >(
      `SELECT p.record AS question, p.epoch AS epoch, p.seq AS seq, q.parent AS subject, s.parent AS above
       FROM pending_edit p JOIN record q ON q.id = p.record LEFT JOIN record s ON s.id = q.parent
       WHERE p.record < '00001' ORDER BY p.record, p.epoch, p.seq`,
    ),
    questionsIn: db.prepare<[string, number], RecordRow>(
      `SELECT ${columns('q')} FROM record q WHERE q.collection = 'question' AND q.k2 = ? ORDER BY q.rid DESC LIMIT ?`,
    ),
    openQuestions: db.prepare<[], { id: string; k1: string | null }>(
      "SELECT id, k1 FROM record WHERE collection = 'question' AND k2 = 'open'",
    ),
    named: db.prepare<[string], RecordRow>(
      `SELECT ${columns('r')} FROM record r WHERE r.collection = ? AND r.k1 IS NOT NULL ORDER BY r.k1`,
    ),
    /** What laptops reported of their days (STAT-1); '' takes all. */
    reportsSince: db.prepare<[string], RecordRow>(
      `SELECT ${columns('r')} FROM record r WHERE r.collection = 'visitStat' AND r.k2 >= ?`,
    ),
    matching: db.prepare<[string], number>('SELECT rowid FROM search WHERE search MATCH ?').pluck(),
    unreadRids: db.prepare<[], number>('SELECT rid FROM search_pending').pluck(),
    ridsOfIds: db.prepare<[string], { id: string; rid: number }>(
      'SELECT r.id AS id, r.rid AS rid FROM json_each(?) j CROSS JOIN record r ON r.id = j.value',
    ),
    siteNames: db.prepare<[], { id: string; name: string }>(
      "SELECT id, k1 AS name FROM record WHERE collection = 'site' AND k1 IS NOT NULL",
    ),
    searched: db
      .prepare<[string, string, number], number>(
        `SELECT s.rowid FROM search s CROSS JOIN record r ON r.rid = s.rowid
         WHERE s.search MATCH ? AND r.collection = ?
           AND NOT EXISTS (SELECT 1 FROM search_pending p WHERE p.rid = s.rowid) LIMIT ?`,
      )
      .pluck(),
    unindexed: db.prepare<[string], { rid: number; shown: string }>(
      `SELECT p.rid AS rid, coalesce(r.shown, r.body) AS shown FROM search_pending p CROSS JOIN record r ON r.rid = p.rid
       WHERE r.collection = ?`,
    ),
    unindexedLike: db.prepare<[string, string], { rid: number; shown: string }>(
      `SELECT p.rid AS rid, coalesce(r.shown, r.body) AS shown FROM search_pending p CROSS JOIN record r ON r.rid = p.rid
       WHERE r.collection = ? AND coalesce(r.shown, r.body) LIKE ?`,
    ),
    equipmentByKey: db
      .prepare<[string, string], number>(
        `SELECT rid FROM record WHERE collection = 'equipment' AND k1 IN (SELECT value FROM json_each(?))
         UNION SELECT rid FROM record WHERE collection = 'equipment' AND k2 IN (SELECT value FROM json_each(?))`,
      )
      .pluck(),
    equipmentPage: rids(
      /** Rows of one site come in the order of the index, which is that of their numbers. */
      `SELECT rid FROM record INDEXED BY record_by_site WHERE collection = 'equipment' ORDER BY site LIMIT ? OFFSET ?`,
    ),
    /** The same without some of them, by a list of their numbers. */
    equipmentPageWithout: db
      .prepare<[string, number, number], number>(
        `SELECT rid FROM record INDEXED BY record_by_site WHERE collection = 'equipment'
         AND rid NOT IN (SELECT value FROM json_each(?)) ORDER BY site LIMIT ? OFFSET ?`,
      )
      .pluck(),
    /** Second entries of a device, with the one that they stand for (C-10). */
    otherEntries: db.prepare<[], { rid: number; id: string; parent: string }>(
      `SELECT rid, id, parent FROM record INDEXED BY record_other_entry WHERE collection = 'equipment' AND parent IS NOT NULL`,
    ),
    /** Open questions whose sides hold a text. */
    openNaming: db
      .prepare<[string], RecordId>(
        "SELECT id FROM record WHERE collection = 'question' AND k2 = 'open' AND instr(body, ?) > 0 ORDER BY id",
      )
      .pluck(),
    equipmentCount: db
      .prepare<[], number>("SELECT count(*) FROM record INDEXED BY record_by_site WHERE collection = 'equipment'")
      .pluck(),
    ofSiteIn: db.prepare<[string, string], RecordRow>(
      `SELECT ${columns('r')} FROM record r WHERE r.site = ? AND r.collection = ? ORDER BY r.rid`,
    ),
    jobsAt: db.prepare<[string], RecordRow>(
      `SELECT ${columns('r')} FROM record r WHERE r.parent = ? AND r.collection = 'workOrder'`,
    ),
    readingsAt: db.prepare<[string], RecordRow>(
      `SELECT ${columns('c')} FROM record w JOIN record c ON c.parent = w.id AND c.collection = 'reading'
       WHERE w.parent = ? AND w.collection = 'workOrder'`,
    ),
    conflicted: db.prepare<[], { epoch: number; seq: number; edits: string; outcome: string }>(
      `SELECT epoch, seq, edits, outcome FROM change WHERE state = 'settled' AND outcome IS NOT NULL AND instr(outcome, '"conflict"') > 0`,
    ),
    pendingCount: db.prepare<[], number>('SELECT count(*) FROM pending_edit').pluck(),
  };
}
export type ViewStatements = ReturnType<typeof prepare>;

const prepared = new WeakMap<Replica, ViewStatements>();

export function statementsOf(replica: Replica): ViewStatements {
  const known = prepared.get(replica);
  if (known) return known;
  const made = prepare(replica.db);
  prepared.set(replica, made);
  return made;
}
