import { aFile } from './__fixtures__/sqlite-files.js';
import { storeConformance } from './conformance.js';
import { openSqliteStore } from './sqlite.js';

storeConformance('sqlite', () => openSqliteStore(aFile()));
