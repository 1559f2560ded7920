import { IconBuildingHospital, IconChevronRight, IconDeviceUsb, IconServer2 } from '@tabler/icons-react';
import classes from './first-run.module.css';

interface Props {
  readonly demoOffered: boolean;
  readonly demo: () => void;
  readonly server: () => void;
}

/** Three ways in. The one that cannot be gone yet says so and stays where it will be. */
export function ChooseWay({ demoOffered, demo, server }: Props) {
  return (
    <div className={classes['ways']}>
      {demoOffered ? (
        <button type="button" className={classes['way']} onClick={demo}>
          <IconBuildingHospital size={32} stroke={1.5} aria-hidden="true" />
          <span>
            <span className={classes['name']}>Try the demo hospital</span>
            <span className={classes['says']}>Invented sites, equipment and jobs. Nothing leaves this machine.</span>
          </span>
          <IconChevronRight size={20} aria-hidden="true" />
        </button>
      ) : null}
      <button type="button" className={classes['way']} onClick={server}>
        <IconServer2 size={32} stroke={1.5} aria-hidden="true" />
        <span>
          <span className={classes['name']}>Connect to your server</span>
          <span className={classes['says']}>With its address and an enrolment code.</span>
        </span>
        <IconChevronRight size={20} aria-hidden="true" />
      </button>
      <button type="button" className={classes['way']} aria-disabled="true">
        <IconDeviceUsb size={32} stroke={1.5} aria-hidden="true" />
        <span>
          <span className={classes['name']}>Set up from a USB stick</span>
          <span className={classes['says']}>Not available in this version yet. Connect to your server instead.</span>
        </span>
      </button>
    </div>
  );
}
