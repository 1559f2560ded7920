/**
 * The one honest line on a record, the same everywhere: icon and words. Its text was made in domain/label and is never
 * made up here. Hover, focus or a tap shows the evidence; the label of a question leads to it, to be answered or, where
 * somebody else decides or has decided, to be read.
 */
import { Tooltip } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCheck,
  IconCircleDashed,
  IconCloudCheck,
  IconDeviceLaptop,
  IconDeviceUsb,
  IconHistory,
  IconHourglass,
  IconLockSquare,
  IconPencil,
  IconRouter,
  IconSend2,
  IconUserQuestion,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { KeyboardEventHandler } from 'react';
import type { LabelKind } from '../../../domain/label/save-label.ts';
import { labelOf } from '../../../domain/label/save-label.ts';
import type { LabelView } from '../../../protocol/ipc/views.ts';
import { useNow } from '../../app/clock.ts';
import { evidenceWords, NO_EVIDENCE } from './evidence.ts';
import classes from './SyncLabel.module.css';

interface Props {
  readonly label: LabelView;
  /** `row`: fills its column; `head`: a record's head; `section`: beside a section's title; `inline`: in a line. */
  readonly place?: 'row' | 'head' | 'section' | 'inline';
  /** The keys of the list that it stands in. */
  readonly onKeyDown?: KeyboardEventHandler<HTMLElement>;
}

const ICONS: Readonly<Record<LabelKind, typeof IconCheck>> = {
  refused: IconAlertTriangle,
  myQuestion: IconUserQuestion,
  theirQuestion: IconUserQuestion,
  unsaved: IconPencil,
  savedLocally: IconDeviceLaptop,
  savedHereOnly: IconDeviceLaptop,
  sending: IconSend2,
  handedUsb: IconDeviceUsb,
  handedHub: IconRouter,
  waiting: IconHourglass,
  escrow: IconHourglass,
  confirming: IconCloudCheck,
  ruleKept: IconCheck,
  synced: IconCheck,
};
/** The second mark, where the label asks for one. */
const MARKS: Partial<Readonly<Record<LabelKind, typeof IconCheck>>> = {
  savedHereOnly: IconLockSquare,
  handedUsb: IconCircleDashed,
  handedHub: IconCircleDashed,
  waiting: IconCircleDashed,
  ruleKept: IconHistory,
};

export const UNSAVED_LABEL: LabelView = { ...labelOf({ kind: 'unsaved' }), evidence: NO_EVIDENCE, question: null };

export function SyncLabel({ label, place = 'inline', onKeyDown }: Props) {
  const go = useNavigate();
  const now = useNow(60_000);
  const Icon = ICONS[label.kind];
  const Mark = label.icon ? MARKS[label.kind] : undefined;
  const lines = evidenceWords(label.evidence, now);
  const { question } = label;

  return (
    <Tooltip
      multiline
      portalProps={{ target: '#screen' }}
      position="bottom-start"
      disabled={lines.length === 0}
      classNames={{ tooltip: classes['evidence'] ?? '' }}
      label={lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    >
      <button
        type="button"
        className={classes['label']}
        data-testid="sync-label"
        data-kind={label.kind}
        data-tone={label.tone}
        data-place={place}
        data-question={question !== null}
        onKeyDown={onKeyDown}
        onClick={() => {
          if (question !== null) void go({ to: '/review/$id', params: { id: question } });
        }}
      >
        <Icon className={classes['icon']} size={18} stroke={1.8} aria-hidden="true" />
        <span className={classes['words']}>{label.text}</span>
        {Mark ? <Mark className={classes['mark']} size={16} stroke={1.8} aria-hidden="true" /> : null}
      </button>
    </Tooltip>
  );
}
