import type { Graph, LabelledGraphs } from "./graphs.js";
import type { Split } from "./split.js";
import { labelledAs, ofEveryClass, type Tested, unfit, unseenRows } from "./unseen-rows.js";

/**
 * Every graph of another data set that differs from all of the training's in what a network of messages between neighbours can see of
 * it; however its nodes are numbered.
 *
 * @throws {TrainingFailure} DATASET_UNUSABLE where nodes have types, or graphs classes, that the model does not know, or too many were trained on.
 */
export function unseenGraphs(
  other: LabelledGraphs,
  { graphs, types, classes, split }: LabelledGraphs & { split: Split },
): Required<Tested<LabelledGraphs>> {
  const data = typedAs(labelledAs(other, classes), types);
  const refinement = new ColourRefinement();
  const trained = new Set(Array.from(split.train, (row) => refinement.keyOf(graphs[row])));
  const unseen = unseenRows(data.graphs.keys(), (row) => trained.has(refinement.keyOf(data.graphs[row])));
  return ofEveryClass({ data, ...unseen });
}

/** The same graphs with the model's numbers of its nodes' types. */
function typedAs(other: LabelledGraphs, types: readonly string[]): LabelledGraphs {
  const numbers = other.types.map((name) => types.indexOf(name));
  const graphs = other.graphs.map((graph) => {
    const strange = graph.types.find((type) => numbers[type] === -1);
    if (strange !== undefined)
      throw unfit(`it has nodes of the type “${other.types[strange]}”, and the model knows ${types.join(", ")}.`);
    return { ...graph, types: graph.types.map((type) => numbers[type]) };
  });
  return { ...other, graphs, types };
}

/**
 * Tells graphs apart as far as networks of messages between neighbours can: nodes begin with their types as colours, and are told apart by the
 * colours of their neighbours, until that tells no more nodes apart.
 *
 * Sources: Weisfeiler and Leman, 1968; Xu, Hu, Leskovec and Jegelka, "How powerful are graph neural networks?", ICLR 2019.
 */
class ColourRefinement {
  private readonly colours = new Map<string, number>();

  /** The same for graphs that are not told apart. */
  keyOf({ types, edges }: Graph): string {
    const neighbours = Array.from(types, (): number[] => []);
    edges.forEach((node, at) => neighbours[node].push(edges[at ^ 1]));
    let nodes = Int32Array.from(types, (type) => this.colour(`type ${type}`));
    for (let told = 0; told < new Set(nodes).size;) {
      told = new Set(nodes).size;
      const before = nodes;
      nodes = before.map((own, node) => {
        const around = Int32Array.from(neighbours[node], (next) => before[next]).sort();
        return this.colour(`${own}: ${around.join()}`);
      });
    }
    return nodes.sort().join();
  }

  private colour(name: string): number {
    const known = this.colours.get(name) ?? this.colours.size;
    this.colours.set(name, known);
    return known;
  }
}
