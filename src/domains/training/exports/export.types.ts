import { createUnionType, Extensions, Field, Float, ID, InputType, ObjectType, registerEnumType } from "type-graphql";
import { PART_OF_ROW } from "../../../graphql/limits.js";
import { Node } from "../../../graphql/node.types.js";
import { Refusal } from "../../../graphql/refusal.types.js";
import { DateTime } from "../../../graphql/scalars.js";
import { ArtifactType } from "../artifacts/artifact.types.js";
import { ExportFormat, ExportPrecision, ExportStatus } from "./export.specs.js";

registerEnumType(ExportFormat, {
  name: "ModelExportFormat",
  description: "What a trained model is written as.",
  valuesConfig: {
    ONNX: { description: "The whole model, for ONNX runtimes: it takes examples as they are." },
    SAFETENSORS: {
      description:
        "The weights alone, in fewer bytes. Of a fine-tuned BERT a folder as Hugging Face keeps one, as ZIP, which can be uploaded as a data set of the kind CHECKPOINT.",
    },
  },
});
registerEnumType(ExportPrecision, {
  name: "ModelExportPrecision",
  description: "What weights are kept in.",
  valuesConfig: {
    FLOAT32: { description: "As they were trained; of ONNX, and of a BERT's SAFETENSORS." },
    FLOAT16: { description: "Half precision; of SAFETENSORS." },
    INT8: { description: "One byte each, with a scale for each column. ONNX models multiply bytes as well." },
  },
});
registerEnumType(ExportStatus, { name: "ModelExportStatus" });

@InputType("ExportTrainedModelInput")
export class ExportModelInput {
  @Field(() => ID)
  runId!: string;

  @Field(() => ExportFormat)
  format!: ExportFormat;

  @Field(() => ExportPrecision)
  precision!: ExportPrecision;
}

@Extensions(PART_OF_ROW)
@ObjectType("ModelExportReport", {
  simpleResolvers: true,
  description: "What became of the model, measured on the run's test part by the file itself.",
})
export class ExportReportType {
  @Field(() => Float, { description: "Of the run's weights file." })
  bytesBefore!: number;

  @Field(() => Float, { description: "Of the exported file." })
  bytesAfter!: number;

  @Field(() => String, { description: "What it is judged by, e.g. accuracy." })
  figure!: string;

  @Field(() => Float, { nullable: true, description: "Of the run's own predictions." })
  before!: number | null;

  @Field(() => Float, { nullable: true, description: "Of the exported file's." })
  after!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "The largest that any output of an ONNX model is off from the run's own; null of weights alone.",
  })
  largestDifference!: number | null;
}

@Extensions(PART_OF_ROW)
@ObjectType("ModelExportError", { simpleResolvers: true })
export class ExportErrorType {
  @Field(() => String, {
    description: "Stable: MODEL_GONE, DATASET_UNUSABLE, MODEL_WITHOUT_PREPARATION, OUTPUTS_DIFFER or EXPORT_FAILED.",
  })
  code!: string;

  @Field(() => String)
  message!: string;
}

@ObjectType("ModelExport", {
  implements: Node,
  simpleResolvers: true,
  description: "A trained model in another form. A worker makes and judges it.",
})
export class ModelExportType extends Node {
  @Field(() => ExportFormat)
  format!: ExportFormat;

  @Field(() => ExportPrecision)
  precision!: ExportPrecision;

  @Field(() => ExportStatus)
  status!: ExportStatus;

  @Field(() => ExportReportType, { nullable: true, description: "Once it is made." })
  report!: ExportReportType | null;

  @Field(() => ArtifactType, { nullable: true, description: "The file, once it is made." })
  artifact!: ArtifactType | null;

  @Field(() => ExportErrorType, { nullable: true, description: "Why it could not be made; asking again tries again." })
  error!: ExportErrorType | null;

  @Field(() => DateTime)
  createdAt!: string;

  @Field(() => DateTime, { nullable: true })
  finishedAt!: string | null;
}

@ObjectType("NotExportable", {
  implements: Refusal,
  simpleResolvers: true,
  description:
    "The run has no model that could be written so: RUN_NOT_SUCCEEDED, RECIPE_WITHOUT_EXPORT or PRECISION_NOT_OFFERED.",
})
export class NotExportableType extends Refusal {}

export const ExportModelResult = createUnionType({
  name: "ExportTrainedModelResult",
  types: () => [ModelExportType, NotExportableType] as const,
  resolveType: (value) => (value as unknown as { __typename: string }).__typename,
});
