import { expect, test } from 'vitest';
import { electronTransport } from './electron-transport.ts';

test('begins with open, and does not listen to what was meant for the page before it', () => {
  const sent: string[] = [];
  const heard: string[] = [];
  let say: (text: string) => void = () => {};
  const transport = electronTransport({
    send: (text) => void sent.push(text),
    onMessage(listener) {
      say = listener;
      return () => {};
    },
  });
  transport.start({
    up: () => heard.push('up'),
    message: (text) => heard.push(text),
    down: () => heard.push('down'),
    refused: () => heard.push('refused'),
  });
  expect(sent).toEqual(['{"type":"open"}']);
  say('{"type":"data","id":1,"data":"of the page before"}');
  say('{"type":"opened","bearer":null}');
  say('{"type":"data","id":1,"data":"mine"}');
  expect(heard).toEqual(['up', '{"type":"data","id":1,"data":"mine"}']);
});
