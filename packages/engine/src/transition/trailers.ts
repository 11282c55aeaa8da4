/** The trailer of a commit (git-interpret-trailers(1)) that names the task that it is for. */
export const taskTrailer = 'Roadmap-Task';
