#!/usr/bin/env bun
// Every lab: how far it is, what is up, what comes next.   bun labs · bun labs next · bun labs 03 VERB…

import { course } from "../harness/index.ts";

await course(process.argv.slice(2));
