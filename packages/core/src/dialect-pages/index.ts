export { renderDialectIndex } from './render-dialect-index.ts';
export { renderDialectPage } from './render-dialect-page.ts';
