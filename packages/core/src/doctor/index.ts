export { type FileDamage, type Mending, planMending } from './plan-mending.ts';
