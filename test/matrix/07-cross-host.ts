import type { Mutation } from "../matrix.ts";

export const mutations: Mutation[] = [];

export const alternatives: Record<string, string> = {};
