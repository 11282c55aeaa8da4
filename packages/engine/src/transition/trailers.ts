/** The trailers of a commit (git-interpret-trailers(1)) that name the task that it is for, and a patch by its id. */
export const taskTrailer = 'Roadmap-Task';
export const patchTrailer = 'Roadmap-Patch';
