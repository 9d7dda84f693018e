import { testStore } from "./conformance.ts";
import { memoryStore } from "./memory.ts";

testStore(() => ({ store: memoryStore(), remove: () => {} }));
