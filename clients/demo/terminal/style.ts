import { styleText } from "node:util";

type Format = Parameters<typeof styleText>[0];

/** How a text is made to stand out; without colours it stays as it is. */
export interface Style {
  readonly colours: boolean;
  paint(format: Format, text: string): string;
  /** On a background that is the stronger the nearer `share` is to 1. */
  shade(hue: keyof typeof RAMPS, share: number, text: string): string;
}

/** Of the 256-colour palette, from faint to strong; all of them dark enough for white letters. */
const RAMPS = {
  green: [22, 22, 28, 28, 28],
  red: [52, 88, 124, 160],
};

export const plain: Style = { colours: false, paint: (_format, text) => text, shade: (_hue, _share, text) => text };

export const coloured: Style = {
  colours: true,
  paint: (format, text) => styleText(format, text, { validateStream: false }),
  shade(hue, share, text) {
    const ramp = RAMPS[hue];
    const background = ramp[Math.min(ramp.length - 1, Math.floor(share * ramp.length))];
    return `\u001b[38;5;231;48;5;${background}m${text}\u001b[0m`;
  },
};
