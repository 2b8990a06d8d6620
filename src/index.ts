export { readCapture } from "./capture/reader.ts";
