export { addEntries } from './add-entries.ts';
export type { AdoptedFile } from './adopted-file.ts';
export { type AdoptedFacts, describePlan, listBesides } from './describe-plan.ts';
export { type PlannedIds, planIds, repeatIds, type WrittenIds } from './plan-ids.ts';
export { writeAdoptedEntry, writeSince } from './write-adopted-entry.ts';
