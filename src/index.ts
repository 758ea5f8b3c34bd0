/**
 * Regionfall as a library: one flat list. It loads in a browser; files, workers and drawing engines are behind dynamic imports
 * only.
 */

// Data with sources.
export { type Figure, type FigureScope, figures } from './data/figures.js';
export { type Place, places } from './data/places.js';
export type {
  Copies,
  Mark,
  Plain,
  Preset,
  PresetValue,
  RoutingPreset,
  StorePreset,
} from './data/presets/preset.js';
export { printPlain } from './data/presets/preset.js';
export { presets } from './data/presets/presets.js';
export { type RoundTrip, roundTrip } from './data/round-trips.js';
// Experiments: run, compare, explain.
export { type BatchOptions, defaultRuns, defaultSeed } from './experiment/batch-options.js';
export type { Progress } from './experiment/collection.js';
export { compareMany } from './experiment/compare.js';
export { EventError } from './experiment/events.js';
export { type ExplainOptions, type Explanation, explain, type RunFigure } from './experiment/explain.js';
export { type HistoryForm, historyForms } from './experiment/history/forms.js';
export { HistoryError } from './experiment/history/history-error.js';
export { type History, type HistoryOptions, recordHistory } from './experiment/history.js';
export { loadMerges, type MergeFunctions, type Merges } from './experiment/merges.js';
export {
  checkScenario,
  type OpenOptions,
  openScenario,
  type ScenarioSource,
} from './experiment/open.js';
export { PrecisionError } from './experiment/precision.js';
export { type RareRunOptions, runRare } from './experiment/rare.js';
export { compare, run } from './experiment/run.js';
export { NothingRun, RunFailure } from './experiment/run-failure.js';
export { defaultMaxRuns, type RunOptions, runMany } from './experiment/runs.js';
export { ScenarioError } from './experiment/scenario-error.js';
export { type Batch, build } from './experiment/simulate.js';
export { version } from './experiment/version.js';
// The kernel: time, events, processes, random streams, distributions.
export * from './kernel/index.js';
// Results and what they are made of.
export type { Account, Point, Redirection, ServiceAccount, Shortfall } from './measure/account.js';
export type { ColumnName, Row } from './measure/columns.js';
// Histories, for checkers.
export { historyEdn } from './measure/history/edn.js';
export { historyJsonLines } from './measure/history/json-lines.js';
export {
  checkRegister,
  type Linearizability,
  type LinearizabilityOptions,
} from './measure/history/linearizability.js';
export type { MicroOperation, Operation, OperationType } from './measure/history/operation.js';
export { registersOf } from './measure/history/registers.js';
export type { RareFigure, RareResult, TiltReport } from './measure/rare.js';
export type { RareEvent } from './measure/rare-event.js';
export type * from './measure/result.js';
export { phaseNames } from './measure/result.js';
// Statistics.
export { binomialProbabilities } from './measure/statistics/binomial.js';
export type { Interval } from './measure/statistics/interval.js';
export { mean, meanInterval, sampleVariance, sum } from './measure/statistics/mean.js';
export { coverageOfRanks, quantileRanks, runsForUpperBound } from './measure/statistics/order-statistics.js';
export { pairedShareInterval } from './measure/statistics/paired-share-interval.js';
export { quantile, quantileRank } from './measure/statistics/quantile.js';
export {
  clopperPearson,
  coverageOfShareInterval,
  type ShareInterval,
  wald,
  wilson,
} from './measure/statistics/share-interval.js';
export { Job, type JobOptions } from './model/data/backups/job.js';
export { meanLoss, type RecoveryLevel, worstLoss } from './model/data/backups/worst-loss.js';
export { meanOpenSegmentAge, meanSegmentLife, segmentPeriod } from './model/data/channels/archive.js';
export { idleLinkShare, meanBacklog, meanCatchUp, meanLinkWait } from './model/data/channels/link.js';
export { Clock, type ClockOptions } from './model/data/clocks/clock.js';
export { HybridLogicalClock } from './model/data/clocks/hybrid-logical-clock.js';
export { compareStamps, type Stamp } from './model/data/clocks/stamp.js';
export { type CausalOrder, VersionVector } from './model/data/clocks/version-vector.js';
export {
  acknowledgedAfter,
  answerTime,
  type CommitRule,
  type Durability,
  majority,
  type StandbyTimes,
  standbysAwaited,
} from './model/data/commit.js';
export { type CeilingOptions, committedShare } from './model/data/commit-ceiling.js';
export {
  type MergeAnswer,
  MergeError,
  type MergeFunction,
  type MergeSource,
} from './model/data/conflicts/application-merge.js';
export { drawCells } from './model/data/conflicts/cells.js';
export { type Concurrency, concurrencyOf, type QuietWriters } from './model/data/conflicts/concurrency.js';
export { accountSplit } from './model/data/conflicts/episode.js';
export { type HotKeys, type KeyGroup, KeyLaw, type Popularity } from './model/data/conflicts/keys.js';
export { conflictPolicy, type PolicyName, type PolicyOptions } from './model/data/conflicts/policies.js';
export type {
  Conflict,
  ConflictPolicy,
  Fate,
  KeyPolicy,
  Resolution,
  Side,
  SidePolicy,
  Version,
} from './model/data/conflicts/policy.js';
export type { ReplicatedTypeName } from './model/data/conflicts/replicated-type.js';
export type {
  Split,
  SplitSide,
  SplitTally,
  SplitTerms,
  WriteKind,
  WriteSpan,
} from './model/data/conflicts/split.js';
export { keepsEarlierWrite, type WritePair } from './model/data/conflicts/write-pair.js';
export { BoundedCounter } from './model/data/crdt/bounded-counter.js';
export { GrowOnlyCounter } from './model/data/crdt/grow-only-counter.js';
export { LastWriterWinsMap } from './model/data/crdt/last-writer-wins-map.js';
export { LastWriterWinsRegister } from './model/data/crdt/last-writer-wins-register.js';
export { MultiValueRegister } from './model/data/crdt/multi-value-register.js';
export { ObservedRemoveSet } from './model/data/crdt/observed-remove-set.js';
export { UpDownCounter } from './model/data/crdt/up-down-counter.js';
export {
  majorityAvailability,
  operationAvailability,
  quorumAvailability,
} from './model/data/reads/availability.js';
export {
  type Apart,
  concludeOperation,
  type Legs,
  type Quorum,
  QuorumOperation,
  type QuorumOperationOptions,
  type QuorumOutcome,
} from './model/data/reads/quorum-operation.js';
export {
  type Apply,
  drawRead,
  drawStaleReads,
  type ReadSeen,
  type ReplicatedKey,
} from './model/data/reads/staleness.js';
// Parts of the model: formulas, as it uses them or in the closed form that it is checked against; clocks, replicated data
// types, conflict policies.
export { Draws } from './model/quantity.js';
export type { TraceRecord } from './model/trace.js';
export { AgeLaw } from './model/traffic/age.js';
export type { ArrivalBucket } from './model/traffic/capacity/arrival-buckets.js';
export { Autoscaler, type AutoscalerOptions, desiredServers } from './model/traffic/capacity/autoscaler.js';
export type { BreakerOptions } from './model/traffic/capacity/breaker.js';
export type { Demand, Route } from './model/traffic/capacity/demand.js';
export { erlangB, erlangC } from './model/traffic/capacity/erlang.js';
export { FluidFlow, type FluidOptions } from './model/traffic/capacity/fluid-flow.js';
export { Provisioning } from './model/traffic/capacity/provisioning.js';
export type { ClassOptions } from './model/traffic/capacity/request-class.js';
export { type FlowOptions, RequestFlow } from './model/traffic/capacity/request-flow.js';
export type { Jitter, RetryBudgetOptions, RetryOptions } from './model/traffic/capacity/retry.js';
export { lostCallsReturning, type RetryLoad, shedAtRandom } from './model/traffic/capacity/retry-load.js';
export type { StationOptions } from './model/traffic/capacity/station.js';
export type { ClassTally } from './model/traffic/capacity/tally.js';
export type { TokenBucketOptions } from './model/traffic/capacity/token-bucket.js';
export { TooManyAttempts } from './model/traffic/capacity/too-many-attempts.js';
export { checkersToFail, type HealthRule } from './model/traffic/health-check.js';
export type { Keeping } from './model/traffic/keeping.js';
export { answerFor } from './model/traffic/policies/decision.js';
export type { Policy } from './model/traffic/policy.js';
export { oddsOf } from './model/traffic/probe-odds.js';
export { type ProbeRun, runProbes, type Wanted } from './model/traffic/probe-run.js';
export { hitRate, type ResolverOptions, resolverLayers } from './model/traffic/resolvers.js';
// Reports.
export { changeFigures } from './report/changes.js';
export { type Moment, narrate } from './report/explanation.js';
export {
  fatesOf,
  halfWidth,
  lossesOf,
  policyInWords,
  quietLossInWords,
  splitFigures,
} from './report/fates.js';
export * from './report/format.js';
export {
  comparisonMarks,
  figureGloss,
  mainFigures,
  phaseGlosses,
  terms,
  verdictWords,
  yearFigures,
} from './report/glossary.js';
export { type MarkdownOptions, type MarkdownReport, renderMarkdown } from './report/markdown.js';
export { lackedBy, type OverviewColumn, overviewOf } from './report/overview.js';
export { renderPage } from './report/page.js';
export { perIncidentInWords } from './report/per-incident.js';
export { perfettoTrace } from './report/perfetto.js';
export {
  designsOf,
  differs,
  isComparison,
  leastKnown,
  letters,
  objectiveUnit,
  type Pair,
  pairsOf,
} from './report/reading.js';
export { notableRuns, replayCommand } from './report/replay.js';
export { runbookFigures } from './report/runbooks.js';
export { comparisonInShort, provenance, resultInShort, stoppedInWords } from './report/summary.js';
export { jsonSchema } from './scenario/json-schema.js';
// Scenarios: read, check, describe.
export { loadScenario } from './scenario/load.js';
export { alternatives, formatMistake, type Mistake, nearest } from './scenario/mistake.js';
export { type Parsed, type ParseOptions, parseScenario } from './scenario/parse.js';
export { type Scenario, type Spec, scenarioSchema } from './scenario/schema.js';
