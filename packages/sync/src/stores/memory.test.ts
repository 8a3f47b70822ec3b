import { storeConformance } from './conformance.js';
import { createMemoryStore } from './memory.js';

storeConformance('memory', createMemoryStore);
