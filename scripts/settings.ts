import { describedVariables } from "../src/config.js";

/** The text of `.env.example`: every variable, commented out, with its default. */
export function environmentExample(): string {
  const entries = describedVariables().map(
    ({ name, about, expected, fallback }) => `# ${about}\n# Expected: ${expected}.\n# ${name}=${fallback}\n`,
  );
  return [
    "# Generated from src/config-variables.ts by `npm run config:example`. Copy to .env and change what you need.\n",
    ...entries,
  ].join("\n");
}

/** A page with the table of all variables between its two marks. */
export function withSettings(page: string): string {
  const cell = (text: string) => text.replaceAll("|", "\\|");
  const rows = describedVariables().map(
    ({ name, about, expected, fallback }) =>
      `| \`${name}\` | ${cell(about)} | ${cell(expected)} | ${fallback && `\`${fallback}\``} |`,
  );
  const table = ["| variable | what | expected | default |", "| --- | --- | --- | --- |", ...rows].join("\n");
  const settings = `<!-- prettier-ignore-start -->\n\n${table}\n\n<!-- prettier-ignore-end -->`;
  return page.replace(/(<!-- settings: .*-->\n)[^]*?(<!-- end of settings -->)/, `$1\n${settings}\n\n$2`);
}
