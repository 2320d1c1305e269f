import type { Usage } from "./usage.store.js";

/** Kinds of rates that a run's cost lists at most: a setting that was changed again and again. */
const ASSUMPTIONS_MAX = 10;

/**
 * What a run has used, as JSON, from the account of its holdings; null without any. What its training has used stands apart from what evaluations
 * have that were asked for. Money is summed as numeric and leaves as decimal text; it is null when a holding had no price, or when there is not
 * one currency for all.
 */
export function runCost(run: string): string {
  const held = (purpose: Usage["purpose"]) =>
    `from training_run_usage u where u.run_id = ${run}.id and u.purpose = '${purpose}' having count(*) > 0`;
  return `(select json_build_object(
      ${AMOUNTS},
      'samplesPerSecond', sum(u.steps * u.examples_per_step) / nullif(sum(u.seconds), 0)::float8,
      'flops', sum(u.steps * u.flops_per_step),
      'assumptions', (${assumptions(run)}),
      'evaluations', (select json_build_object(${AMOUNTS}) ${held("EVALUATION")}))
    ${held("TRAINING")})`;
}

/** Of the holdings `u`. */
const AMOUNTS = `
  'computeSeconds', sum(u.seconds * u.units)::float8,
  'gpuSeconds', coalesce(sum(u.seconds * u.units) filter (where u.device = 'GPU'), 0)::float8,
  'energyWattHours', round(sum(u.seconds * u.units * u.watts) / 3600, 6)::float8,
  'money', case when count(u.price_per_hour) = count(*) and count(distinct u.currency) = 1 then json_build_object(
    'amount', trim_scale(round(sum(u.seconds * u.units * u.price_per_hour) / 3600, 6))::text,
    'currency', min(u.currency)) end`;

function assumptions(run: string): string {
  return `select json_agg(a) from (
    select distinct device, watts as "wattsPerUnit", trim_scale(price_per_hour)::text as "pricePerUnitHour", currency,
      examples_per_step as "samplesPerStep", flops_per_step as "flopsPerStep"
    from training_run_usage where run_id = ${run}.id and purpose = 'TRAINING' order by 1, 2, 3 limit ${ASSUMPTIONS_MAX}) a`;
}
