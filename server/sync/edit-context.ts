/** One edit on its way through the rules: the change it belongs to, what it wants, and the draft that it is applied to. */
import type { Change, Edit } from '../../domain/change/change.ts';
import type { ChangeId, Position } from '../../domain/ids.ts';
import type { Fields } from '../../domain/json.ts';
import type { GroupDef } from '../../domain/schema/types.ts';
import type { Draft } from './draft.ts';

export interface EditContext {
  readonly draft: Draft;
  readonly change: Change;
  readonly id: ChangeId;
  readonly pos: Position;
  readonly edit: Edit;
  readonly def: GroupDef;
  /** The whole value of the group as its author saw it after the edit. */
  readonly value: Fields;
}
