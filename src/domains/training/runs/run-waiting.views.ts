import { isHeard, takesRuns } from "../workers/worker-status.js";

/** What a queued run waits for. The keys are GraphQL's names. */
export enum WaitingReason {
  GPU_WORKER = "GPU_WORKER",
  WORKER = "WORKER",
  FREE_WORKER = "FREE_WORKER",
}

/** SQL: the most urgent first. */
export function urgency(run: string): string {
  return `array_position('{HIGH,NORMAL,LOW}'::text[], ${run}.priority)`;
}

/** SQL: what a run waits for, as JSON; null for a run that does not wait. */
export function waitingFor(run: string): string {
  return `case when ${run}.status = 'QUEUED' then (
    select json_build_object('code', why.code, 'runsAhead', ahead.runs, 'message', json_build_object('en', why.en ||
        case when why.code <> 'FREE_WORKER' then '.' when ahead.runs = 0 then ': it is next.'
          when ahead.runs = 1 then ': 1 run is ahead.' else format(': %s runs are ahead.', ahead.runs) end,
      'zh', why.zh || case when why.code <> 'FREE_WORKER' then '。' when ahead.runs = 0 then '：下一个就是它。'
          else format('：前面还有 %s 个训练任务。', ahead.runs) end))
    from (${reason(`${run}.accelerator`)}) why, (${runsAhead(run)}) ahead) end`;
}

/** SQL: one row that says why a run that demands `accelerator` has no worker now: `code`, `en`, `zh`. */
export function reason(accelerator: string): string {
  return `select
    case when fleet.taking > 0 then 'FREE_WORKER' when ${accelerator} = 'GPU' then 'GPU_WORKER' else 'WORKER' end as code,
    case when fleet.taking > 0 then 'It waits for a free worker'
      else case when ${accelerator} = 'GPU' then 'It waits for a worker with a GPU: ' else 'It waits for a worker: ' end
        || case when fleet.known = 0 then 'none is registered' else 'none takes runs now' end end as en,
    case when fleet.taking > 0 then '正在等待空闲的工作进程'
      else case when ${accelerator} = 'GPU' then '正在等待带 GPU 的工作进程：' else '正在等待工作进程：' end
        || case when fleet.known = 0 then '目前没有登记' else '目前都不接收任务' end end as zh
    from (select count(*) filter (where ${isHeard("worker")}) as known, count(*) filter (where ${takesRuns("worker")}) as taking
      from worker where gpu or ${accelerator} <> 'GPU') fleet`;
}

/**
 * SQL: one row with how many runs are taken sooner, about: the third run of an organisation comes after two of
 * its own, and after three at most of each other. How many wait where is counted once for the statement, not for each run.
 */
function runsAhead(run: string): string {
  const waiting = (operator: "=" | "<>") => `(select array_agg(runs) from (select count(*) as runs from training_run
    where status = 'QUEUED' and accelerator ${operator} 'GPU' group by organisation_id) organisations)`;
  return `select (sum(least(queue.runs, own.place)) - 1)::int as runs
    from (select 1 + count(*) as place from training_run other
      where other.organisation_id = ${run}.organisation_id and other.status = 'QUEUED'
        and (other.accelerator = 'GPU') = (${run}.accelerator = 'GPU')
        and (${urgency("other")}, other.id) < (${urgency(run)}, ${run}.id)) own,
    unnest(case when ${run}.accelerator = 'GPU' then ${waiting("=")} else ${waiting("<>")} end) as queue (runs)`;
}
