/**
 * What a sandboxed preload script finds around it, as text that Chromium runs before a page's own scripts: `require`
 * of nothing but `electron`, and of that only what such a script gets. Runs in the main frame only, as in Electron. The
 * page could reach `__standIn…`; in Electron it could not (the preload's world is isolated).
 */
export const SEND = '__standInSend';
export const DELIVER = '__standInDeliver';

export const aroundPreload = (preload: string): string => `(() => {
  if (window !== window.top) return;
  const listeners = new Map();
  const of = (channel) => listeners.get(channel) ?? listeners.set(channel, new Set()).get(channel);
  const ipcRenderer = {
    send: (channel, ...args) => void window.${SEND}(channel, args),
    on: (channel, listener) => void of(channel).add(listener),
    off: (channel, listener) => void of(channel).delete(listener),
  };
  Object.defineProperty(window, '${DELIVER}', { value: (channel, args) => { for (const listener of of(channel)) listener({}, ...args); } });
  const contextBridge = {
    exposeInMainWorld: (name, api) => Object.defineProperty(window, name, { value: Object.freeze({ ...api }) }),
  };
  const require = (name) => {
    if (name !== 'electron') throw new Error('module not found: ' + name);
    return { contextBridge, ipcRenderer };
  };
  const module = { exports: {} };
  ((require, module, exports) => {
${preload}
  })(require, module, module.exports);
})();`;
