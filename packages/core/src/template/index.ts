export { roadmapTemplate } from './roadmap-template.ts';
export { type NamedRoadmap, writeConfig, writeEntry } from './write-config.ts';
