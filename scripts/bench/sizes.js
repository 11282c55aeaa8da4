// How much there is of everything that is measured.

/**
 * @typedef {object} Sizes
 * @property {number} small tasks of a roadmap that a person wrote
 * @property {number} smallHashes
 * @property {number} smallCommits
 * @property {number} large tasks
 * @property {number} hashes
 * @property {number} commits of the repository that they are looked up in
 * @property {number} auditCommits
 * @property {number} auditTasks
 * @property {readonly [number, number, number]} growth tasks
 * @property {number} fileTasks at most that many in one file
 * @property {number} turns of rows that take milliseconds
 * @property {number} longTurns of rows that take seconds
 * @property {number} peerTurns
 */

/** @type {Sizes} */
export const fullSizes = {
  small: 40,
  smallHashes: 20,
  smallCommits: 200,
  large: 20_000,
  hashes: 10_000,
  commits: 20_000,
  auditCommits: 10_000,
  auditTasks: 500,
  growth: [1000, 10_000, 100_000],
  fileTasks: 20_000,
  turns: 25,
  longTurns: 5,
  peerTurns: 11,
};

/** Just enough to see that every row runs. @type {Sizes} */
export const quickSizes = {
  small: 20,
  smallHashes: 10,
  smallCommits: 20,
  large: 40,
  hashes: 50,
  commits: 100,
  auditCommits: 12,
  auditTasks: 10,
  growth: [10, 20, 60],
  fileTasks: 40,
  turns: 1,
  longTurns: 1,
  peerTurns: 1,
};
