import axios, { AxiosInstance as Client } from "axios";
import * as path from "node:path";
import type { Config } from "./types";
import legacy = require("./legacy");
import { token as bearer, type Secret } from "./secrets";
export { bearer as default, path };
export { get as load } from "./load";
export * from "./all";
export * as named from "./named";
export const base = "https://api.example.com", { port, ...others } = legacy;
export default class Api { static readonly version = "1"; }
export enum Level { Low = "low", High }
declare module "x" { const y: string; }
namespace Inner { export const z = await import("./lazy"); }
