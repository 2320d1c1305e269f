import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { LocalizedText } from "../../../graphql/localized-text.types.js";
import { WaitingReason } from "./run-waiting.views.js";

registerEnumType(WaitingReason, {
  name: "WaitingReason",
  description: "What a queued run waits for.",
  valuesConfig: {
    GPU_WORKER: { description: "A worker with a GPU: none takes runs now." },
    WORKER: { description: "A worker: none takes runs now." },
    FREE_WORKER: { description: "A worker that has a place for it." },
  },
});

@ObjectType("WaitingFor", { simpleResolvers: true, description: "Why a run has not begun." })
export class WaitingForType {
  @Field(() => WaitingReason)
  code!: WaitingReason;

  @Field(() => LocalizedText, { description: "The same as a sentence." })
  message!: LocalizedText;

  @Field(() => Int, { description: "How many runs are about to be taken sooner, by shares and priorities." })
  runsAhead!: number;
}
