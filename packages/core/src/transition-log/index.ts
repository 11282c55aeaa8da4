export { compareMerge, compareRecords, isSameRoadmap, type TaskChange } from './compare-records.ts';
export { recordTasks, type TaskRecord, type TaskRecords } from './record-tasks.ts';
export { makeVersionRecorder } from './version-recorder.ts';
