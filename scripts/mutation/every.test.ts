// Every test of the mapping in one file, since a worker per file and mutant would be most of the time. Stories come
// first: they are quick, and the first that fails ends it.
import '../../packages/mapping/test/stories.test.js';
import '../../packages/mapping/test/stories-in-full.test.js';
import '../../packages/mapping/test/proof.test.js';
import '../../packages/mapping/test/wording.test.js';
import '../../packages/mapping/test/backfill.test.js';
import '../../packages/mapping/test/payload.test.js';
import '../../packages/mapping/test/shop-orders.test.js';
import '../../packages/mapping/test/reference.test.js';
import '../../packages/mapping/test/returns.test.js';
import '../../packages/mapping/src/account-findings.test.js';
import '../../packages/mapping/src/identity.test.js';
import '../../packages/mapping/src/sentences.test.js';
import '../../packages/mapping/src/advance/check-version.test.js';
import '../../packages/mapping/src/advance/collection-time.test.js';
import '../../packages/mapping/src/advance/profile.test.js';
import '../../packages/mapping/src/advance/stock.test.js';
import '../../packages/mapping/test/properties.test.js';
