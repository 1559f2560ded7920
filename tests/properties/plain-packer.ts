/** Frames as plain UTF-8: what packs them for real belongs to each composition root and has tests of its own. */
import { FrameFault, type Packer } from '../../protocol/wire/frame.ts';

export const plainPacker: Packer = {
  pack: (text) => new TextEncoder().encode(text),
  unpack(bytes, maxBytes) {
    if (bytes.length > maxBytes) throw new FrameFault('tooLarge', 'too much');
    return new TextDecoder().decode(bytes);
  },
};
