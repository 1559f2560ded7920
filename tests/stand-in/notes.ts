/** What happened in the stand-in that a test wants to know and Electron would show on a screen. */
export interface Notes {
  readonly windows: object[];
  readonly deniedNavigations: string[];
  readonly deniedWindows: string[];
  readonly blockedRequests: string[];
  readonly dialogs: string[];
  /** Errors on the pages' consoles, broken policies among them. */
  readonly complaints: string[];
  readonly menus: string[][];
  /** Of the desktop. */
  readonly notices: { readonly title: string; readonly body: string }[];
  focused: number;
}

export const notes: Notes = {
  windows: [],
  deniedNavigations: [],
  deniedWindows: [],
  blockedRequests: [],
  dialogs: [],
  complaints: [],
  menus: [],
  notices: [],
  focused: 0,
};
