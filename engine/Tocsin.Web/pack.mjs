// Packs what vite built; with --verify, says whether the packed files still hold what the plain ones do.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, brotliDecompressSync, constants, gunzipSync, gzipSync } from 'node:zlib';

const folder = new URL('./dist/', import.meta.url);
const names = readdirSync(folder).filter((name) => /\.(js|css|svg|html)$/.test(name));
const packers = {
  '.br': [(bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }), brotliDecompressSync],
  '.gz': [(bytes) => gzipSync(bytes, { level: 9 }), gunzipSync],
};

let wrong = 0;
let first = 0;
for (const name of names) {
  const plain = readFileSync(new URL(name, folder));
  for (const [extension, [pack, unpack]] of Object.entries(packers)) {
    const packed = new URL(name + extension, folder);
    if (!process.argv.includes('--verify')) {
      writeFileSync(packed, pack(plain));
    } else if (!unpack(readFileSync(packed)).equals(plain)) {
      console.error(`dist/${name}${extension} is not dist/${name}: npm run build, and commit what it makes`);
      wrong++;
    }
  }
  const size = gzipSync(plain, { level: 9 }).length;
  if (/^(app\.|index)/.test(name)) first += size;
  console.log(`${name}: ${plain.length} bytes, ${size} packed`);
}

console.log(`first load: ${first} bytes packed`);
if (first > 60 * 1024) {
  console.error('the first load may have 60 KB');
  wrong++;
}
process.exit(wrong > 0 ? 1 : 0);
