export {
  addClaims,
  addToldClaims,
  findTold,
  isUntold,
  readToldTransitions,
  type ToldTransition,
} from './told-ticks.ts';
