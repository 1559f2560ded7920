/**
 * Mantine dressed in our tokens. No colour or size is decided here: each of Mantine's variables points at one of
 * tokens.css, so that a theme is changed in one place.
 */
import {
  Button,
  createTheme,
  Input,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  Modal,
  Popover,
  Tooltip,
} from '@mantine/core';

const all = (value: string): MantineColorsTuple => [
  value,
  value,
  value,
  value,
  value,
  value,
  value,
  value,
  value,
  value,
];

export const theme = createTheme({
  colors: {
    accent: all('var(--accent)'),
    danger: all('var(--danger)'),
    attention: all('var(--attention)'),
    good: all('var(--good)'),
  },
  primaryColor: 'accent',
  primaryShade: 6,
  autoContrast: false,
  fontFamily: 'var(--font-text)',
  fontFamilyMonospace: 'var(--font-mono)',
  headings: { fontFamily: 'var(--font-text)', fontWeight: '650' },
  fontSizes: { xs: '0.8rem', sm: '0.87rem', md: '1rem', lg: '1.13rem', xl: '1.4rem' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.45', lg: '1.4', xl: '1.25' },
  spacing: { xs: '4px', sm: '8px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '4px', sm: 'var(--radius)', md: 'var(--radius)', lg: 'var(--radius)', xl: 'var(--radius)' },
  defaultRadius: 'sm',
  shadows: { xs: 'none', sm: 'none', md: 'none', lg: 'none', xl: 'none' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Button: Button.extend({
      defaultProps: { size: 'md' },
      vars: () => ({
        root: { '--button-height': 'var(--target)', '--button-padding-x': '16px', '--button-fz': '1rem' },
      }),
      styles: { label: { fontWeight: 600 } },
    }),
    Input: Input.extend({
      vars: () => ({
        wrapper: { '--input-height': 'var(--target)', '--input-fz': '1rem', '--input-radius': 'var(--radius)' },
      }),
    }),
    InputWrapper: Input.Wrapper.extend({
      styles: {
        label: { fontWeight: 560, marginBottom: 4, fontSize: '0.93rem' },
        description: { color: 'var(--ink-3)', fontSize: '0.87rem', marginBottom: 4 },
        error: { color: 'var(--danger)', fontSize: '0.93rem', fontWeight: 560 },
      },
    }),
    Modal: Modal.extend({ defaultProps: { centered: true, transitionProps: { duration: 140 }, radius: 'sm' } }),
    Popover: Popover.extend({ defaultProps: { shadow: 'none', transitionProps: { duration: 120 } } }),
    Tooltip: Tooltip.extend({
      defaultProps: { transitionProps: { duration: 120 }, events: { hover: true, focus: true, touch: true } },
    }),
  },
});

const variables = {
  '--mantine-color-body': 'var(--paper)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-bright': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--ink-3)',
  '--mantine-color-placeholder': 'var(--ink-3)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--sunk)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--line-strong)',
  '--mantine-color-error': 'var(--danger)',
  '--mantine-color-disabled': 'var(--sunk)',
  '--mantine-color-disabled-color': 'var(--ink-3)',
  '--mantine-color-disabled-border': 'var(--line)',
  '--mantine-primary-color-filled': 'var(--accent)',
  '--mantine-primary-color-filled-hover': 'var(--accent-hover)',
  '--mantine-primary-color-contrast': 'var(--on-accent)',
  '--mantine-primary-color-light': 'var(--accent-soft)',
  '--mantine-primary-color-light-hover': 'var(--sunk)',
  '--mantine-primary-color-light-color': 'var(--accent)',
  '--mantine-color-white': 'var(--on-accent)',
  '--mantine-color-accent-filled': 'var(--accent)',
  '--mantine-color-accent-filled-hover': 'var(--accent-hover)',
  '--mantine-color-accent-light': 'var(--accent-soft)',
  '--mantine-color-accent-light-hover': 'var(--sunk)',
  '--mantine-color-accent-light-color': 'var(--accent)',
  '--mantine-color-accent-outline': 'var(--accent)',
  '--mantine-color-accent-outline-hover': 'var(--accent-soft)',
  '--mantine-color-danger-filled': 'var(--danger)',
  '--mantine-color-danger-filled-hover': 'var(--danger)',
  '--mantine-color-danger-light': 'var(--danger-soft)',
  '--mantine-color-danger-light-hover': 'var(--sunk)',
  '--mantine-color-danger-light-color': 'var(--danger)',
  '--mantine-color-danger-outline': 'var(--danger)',
};

export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: variables, dark: variables });
