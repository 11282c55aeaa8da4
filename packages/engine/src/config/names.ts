/** Where a repository says what its roadmaps are. */
export const configName = 'roadmap.yaml';

/** The name that marks a roadmap where no config names one. */
export const roadmapName = 'ROADMAP.md';
