import type { Ref } from "@mikro-orm/core";
import { Entity, ManyToOne, Property } from "@mikro-orm/decorators/legacy";
import { Row } from "../../../kernel/row.entity.js";
import { EconomicModel } from "./economic-model.entity.js";
import type { InputValue } from "./engine/input-values.js";

/** What would be if some inputs of a model were others. */
@Entity({ tableName: "economic_scenario" })
export class EconomicScenario extends Row {
  @ManyToOne(() => EconomicModel, { ref: true })
  model!: Ref<EconomicModel>;

  @Property({ type: "text" })
  name!: string;

  /** By input; all others are as in the model. */
  @Property({ type: "json" })
  overrides!: Record<string, InputValue>;

  @Property({ type: "datetime" })
  updatedAt: Date = new Date();
}
