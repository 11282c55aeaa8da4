export { roadmapTemplate } from './roadmap-template.ts';
export { type NamedRoadmap, wrapEntries, writeConfig, writeEntry } from './write-config.ts';
