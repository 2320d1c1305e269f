import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, Info, Mutation, Resolver } from "type-graphql";
import type { Context } from "../../../context.js";
import { rowId } from "../../../kernel/ids.js";
import { ExportModelInput, ExportModelResult, ModelExportType } from "./export.types.js";

@Resolver(() => ModelExportType)
export class ExportsResolver {
  @Mutation(() => ExportModelResult, {
    description:
      "Has the model of a run that has succeeded written in another form; a worker makes it and judges the file. Asking twice makes it once. See TrainingRun.exports.",
  })
  async exportTrainedModel(
    @Arg("input", () => ExportModelInput) { runId, ...wanted }: ExportModelInput,
    @Ctx() { viewer, modelExports }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const requested = await modelExports.request(viewer, rowId("TrainingRun", runId), wanted);
    return "exportId" in requested ? modelExports.find(viewer, requested.exportId, info) : requested;
  }
}
