import { connectionOfList } from "../../../kernel/read/list-connection.js";
import type { PageArguments } from "../../../kernel/paging.js";
import type { Connection, Row } from "../../../kernel/read/reader.js";
import { builtInRow } from "../datasets/built-in-rows.js";
import { DataKind } from "../datasets/data-kind.js";
import { findDataset } from "../datasets/dataset-catalogue.js";
import { dataFormats } from "../datasets/formats/format-registry.js";
import { describeOptions, describeParameters } from "./recipe-parameters.js";
import { findRecipe, recipeCatalogue } from "./recipe-catalogue.js";
import { Preset, type RecipeSpec } from "./recipe.specs.js";

/** What a list of recipes may be narrowed to. */
export interface RecipeCriteria {
  task?: string | null;
}

/** The recipes as clients see them. They come with the product, the same for everybody. */
export class RecipesService {
  list({ task }: RecipeCriteria, page: PageArguments): Connection {
    const recipes = recipeCatalogue().filter((recipe) => task == null || recipe.task === task);
    return connectionOfList(recipes.map(rowOf), page);
  }

  find(id: string): Row | null {
    const recipe = findRecipe(id);
    return recipe ? rowOf(recipe) : null;
  }

  /** What files of the users' own may look like, and which recipes take them. */
  dataFormats(): Row[] {
    return dataFormats().map(({ options, kind, ...format }) => {
      const takers = recipeCatalogue().filter(({ accepts, checkpoints }) =>
        kind === DataKind.CHECKPOINT ? checkpoints : accepts?.includes(kind),
      );
      const described = describeOptions(options);
      return { __typename: "DataFormat", ...format, kind, options: described, recipes: takers.map(({ id }) => id) };
    });
  }
}

function rowOf(recipe: RecipeSpec): Row {
  const { id, task, title, summary, predicts = null, exports = [], accepts = [] } = recipe;
  const judgedOn = recipe.judgedElsewhere ?? [];
  const { transfers = false, teachable = false, checkpoints: takesCheckpoint = false } = recipe;
  const datasets = recipe.datasets.map((name) => builtInRow(findDataset(name)!));
  const [parameters, presets] = [
    describeParameters(recipe),
    Object.values(Preset).map((name) => presetOf(recipe, name)),
  ];
  const uses = { predicts, exports, accepts, judgedOn, transfers, teachable, takesCheckpoint };
  return { __typename: "Recipe", id, task, title, summary, ...uses, parameters, presets, datasets };
}

function presetOf({ presets, parameters, datasets }: RecipeSpec, name: Preset) {
  const { summary, dataset = datasets[0], parameters: chosen } = presets[name];
  return { name, summary, dataset, parameters: parameters.parse(chosen) };
}
