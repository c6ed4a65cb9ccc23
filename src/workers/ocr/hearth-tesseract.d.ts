/** tesseract.js's core, by the names that vite.config.ts gives it. */
declare module "hearth:tesseract-core" {
  const createCore: import("#workers/ocr/tesseract-core").TesseractFactory;
  export default createCore;
}

declare module "hearth:tesseract-wasm" {
  const url: string;
  export default url;
}
