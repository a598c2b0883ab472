/* fengari has no types of its own, and we use six of its functions, in test/support/lua.ts. */
declare module "fengari";
