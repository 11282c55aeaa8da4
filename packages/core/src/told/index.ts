export {
  addClaims,
  addToldClaims,
  isUntold,
  readToldTransitions,
  type ToldTransition,
} from './told-ticks.ts';
