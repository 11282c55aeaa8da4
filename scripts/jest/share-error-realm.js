// jest gives each test file a realm of its own, so an error that node:fs throws is no `instanceof Error` there.
import { types } from 'node:util';

const ordinary = Function.prototype[Symbol.hasInstance];
Object.defineProperty(Error, Symbol.hasInstance, {
  configurable: true,
  // Subclasses inherit this function; only Error itself may be lenient.
  value(/** @type {unknown} */ value) {
    return ordinary.call(this, value) || (this === Error && types.isNativeError(value));
  },
});
