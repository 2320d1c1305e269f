import { print } from "graphql";
import { NewestTrainingRunsDocument, type TrainingRunResultQuery } from "../typescript/generated/operations.js";
import type { Style } from "./terminal/style.js";

type Artifact = NonNullable<TrainingRunResultQuery["trainingRun"]>["artifacts"][number];

/** Where to go from here. */
export interface Farewell {
  url: string;
  founder: { email: string; password: string };
  adminEmail: string;
  /** Only when it was made up just now. */
  adminPassword: string | undefined;
  artifacts: readonly Artifact[];
}

/** Where the pictures and the API are, how to sign in, and a first query to paste. Addresses are never broken. */
export function farewell({ url, founder, adminEmail, adminPassword, artifacts }: Farewell, style: Style): string[] {
  const title = (text: string) => style.paint("bold", text);
  return [
    title("Pictures of the run, at these addresses for 15 minutes"),
    ...pictures(artifacts).flatMap(({ name, url: path }) => [`  ${name}`, `    ${style.paint("cyan", url + path)}`]),
    "",
    title("The API keeps running"),
    `  GraphQL and GraphiQL  ${style.paint("cyan", `${url}/graphql`)}`,
    `  Founder               ${founder.email}, password ${founder.password}`,
    `  Administrator         ${adminEmail}`,
    ...(adminPassword ? [`                        password ${adminPassword} (made just now, not shown again)`] : []),
    "",
    title("A first query"),
    "  1. Open GraphiQL in a browser and run SignIn, which stands there",
    '  2. Put its accessToken into the Headers tab: { "authorization": "Bearer …" }',
    "  3. Paste",
    "",
    print(NewestTrainingRunsDocument).replace(/\s+/g, " "),
    "",
    "Ctrl-C ends everything.",
  ];
}

/** Of the samples that a run made along the way, only the last of a kind. */
function pictures(artifacts: readonly Artifact[]): Artifact[] {
  const images = artifacts.filter(({ mediaType }) => mediaType.startsWith("image/"));
  const samples = images.filter(({ kind }) => kind === "SAMPLE");
  return [...images.filter(({ kind }) => kind !== "SAMPLE"), ...samples.slice(-1)];
}
