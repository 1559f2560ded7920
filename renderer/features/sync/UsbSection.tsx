import { IconDeviceUsb } from '@tabler/icons-react';
import { Section } from '../../ui/Section.tsx';
import classes from './UsbSection.module.css';

/** Not there yet, and said so: no button that does nothing. */
export function UsbSection() {
  return (
    <Section title="Hand over by USB">
      <p className={classes['words']}>
        <IconDeviceUsb size={20} stroke={1.8} aria-hidden="true" />
        Not available in this version. Work leaves this laptop by the link only; until then it is safe here.
      </p>
    </Section>
  );
}
