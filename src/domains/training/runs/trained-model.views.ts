/** SQL of a run's TrainedModel, its metrics in a list by name. */
export function trainedModel(run: string): string {
  const stand = (when: string) => {
    const found = `${run}.model->'pruning'->'${when}'`;
    return `(${found} || jsonb_build_object('validation',
      (select coalesce(jsonb_agg(jsonb_build_object('name', key, 'value', value) order by key), '[]'::jsonb)
       from jsonb_each(${found}->'validation'))))`;
  };
  return `case when ${run}.model ? 'pruning'
    then ${run}.model || jsonb_build_object('pruning', jsonb_build_object('before', ${stand("before")}, 'after', ${stand("after")}))
    else ${run}.model end`;
}
