// Bundles styles and scripts into lms/static/dist under content-hashed names, with manifest.json from logical names.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
const dist = join(root, "lms/static/dist");
const modules = join(root, "node_modules");
const targets = ["chrome87", "firefox91", "safari15"];
const quiet = ["import", "global-builtin", "color-functions", "if-function"];

const sassPlugin = {
  name: "sass",
  setup(build) {
    build.onLoad({ filter: /\.scss$/ }, (args) => {
      const { css, loadedUrls } = sass.compile(args.path, {
        loadPaths: [modules],
        quietDeps: true,
        silenceDeprecations: quiet,
      });
      return {
        contents: css,
        loader: "css",
        resolveDir: here,
        watchFiles: loadedUrls.filter((url) => url.protocol === "file:").map((url) => fileURLToPath(url)),
      };
    });
  },
};

/** Learners' pages and the studio share no chunk: one request less where the line is slow. */
const bundles = [
  ["styles/app.scss", "scripts/app.js", "scripts/htmx.js"],
  ["styles/studio.scss", "scripts/studio.js", "scripts/editor.js"],
  ["styles/numbers.scss"],
];

const options = {
  absWorkingDir: root,
  outdir: dist,
  entryNames: "[name]-[hash]",
  chunkNames: "chunk-[hash]",
  assetNames: "[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  minify: true,
  target: targets,
  metafile: true,
  legalComments: "none",
  loader: { ".svg": "dataurl", ".woff2": "file" },
  plugins: [sassPlugin],
  logLevel: "warning",
};

/** Art that pages link directly, beside the copies inlined into the stylesheet. */
async function writeArt(manifest) {
  for (const name of await readdir(join(here, "art"))) {
    const bytes = await readFile(join(here, "art", name));
    const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 8).toUpperCase();
    manifest[name] = name.replace(/\.(\w+)$/, `-${hash}.$1`);
    await writeFile(join(dist, manifest[name]), bytes);
  }
}

/** Short names for the built files: app.css, app.js, htmx.js, body-thai.woff2 … */
function logicalName(output, meta) {
  if (basename(output).startsWith("chunk-")) return basename(output);
  if (meta.entryPoint) return basename(meta.entryPoint).replace(/\.scss$/, ".css");
  const source = basename(Object.keys(meta.inputs)[0] ?? output);
  const font = source.match(/^ibm-plex-sans-thai(-looped)?-(\w+)-\d+-normal\.woff2$/);
  return font ? `${font[1] ? "body" : "head"}-${font[2]}.woff2` : source;
}

/** Packed copies beside what the server may send packed. */
async function pack(names) {
  for (const name of names.filter((file) => /\.(css|js|svg)$/.test(file))) {
    const bytes = await readFile(join(dist, name));
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
    await writeFile(join(dist, `${name}.br`), brotliCompressSync(bytes, { params }));
    await writeFile(join(dist, `${name}.gz`), gzipSync(bytes, { level: 9 }));
  }
}

/** What older builds left goes after a week: a copy that runs still sends it. */
async function sweep(keep) {
  const oldest = Date.now() - 7 * 24 * 3600 * 1000;
  for (const name of await readdir(dist)) {
    const path = join(dist, name);
    if (!keep.has(name.replace(/\.(br|gz)$/, "")) && (await stat(path)).mtimeMs < oldest) await rm(path, { recursive: true });
  }
}

export async function writeOutputs(metafile) {
  const manifest = {};
  for (const [output, meta] of Object.entries(metafile.outputs)) {
    manifest[logicalName(output, meta)] = relative(dist, join(root, output));
  }
  await writeArt(manifest);
  const keep = new Set([...Object.values(manifest), "manifest.json"]);
  await sweep(keep);
  await pack(Object.values(manifest));
  const sorted = Object.fromEntries(Object.entries(manifest).sort());
  const temporary = join(root, "lms/static", `.manifest-${process.pid}.json`);
  await writeFile(temporary, JSON.stringify(sorted, null, 2) + "\n");
  await rename(temporary, join(dist, "manifest.json"));
}

async function main() {
  await mkdir(dist, { recursive: true });
  const metafiles = new Map();
  const builds = bundles.map((names) => ({ ...options, entryPoints: names.map((name) => join(here, name)) }));
  const merged = () => ({ outputs: Object.assign({}, ...[...metafiles.values()].map((each) => each.outputs)) });
  if (!process.argv.includes("--watch")) {
    for (const [at, build] of builds.entries()) metafiles.set(at, (await esbuild.build(build)).metafile);
    await writeOutputs(merged());
    return;
  }
  for (const [at, build] of builds.entries()) {
    const finish = {
      name: "finish",
      setup: (plugin) =>
        plugin.onEnd(async (result) => {
          if (!result.metafile) return;
          metafiles.set(at, result.metafile);
          if (metafiles.size === builds.length) await writeOutputs(merged());
        }),
    };
    await (await esbuild.context({ ...build, plugins: [...options.plugins, finish] })).watch();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await main();
