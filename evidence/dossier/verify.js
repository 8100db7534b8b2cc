"use strict";
// What a dossier's page checks of the data in it, with the hashes and signatures of the browser (WebCrypto) only.
//
//   const report = await examine(data, "saksi.kaltimprov.go.id/2026+1fcc2ba7+AQEC…", crypto.subtle);
//   report.state      "proved" | "unproved" | "false"
//   report.wrong      sentences, the first names what is false
//   report.checked    sentences with counts
//   report.unchecked  sentences
//   report.keys       whose keys were used
//
// Formats: C2SP signed-note, tlog-checkpoint and tlog-cosignature v1; RFC 9162 proofs; Avro single-object encoding;
// RFC 8785 for the digest of the answer. Nothing here is shared with what made the page.

class Wrong extends Error {}

const utf8 = new TextEncoder();
const fromUtf8 = (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);

function expect(holds, sentence) {
  if (!holds) throw new Wrong(sentence);
}

// Bytes

function base64(text) {
  expect(typeof text === "string" && /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0, "bukan Base64");
  const raw = atob(text);
  expect(btoa(raw) === text, "bukan Base64 baku");
  return Uint8Array.from(raw, (sign) => sign.charCodeAt(0));
}

function toBase64(bytes) {
  let raw = "";
  for (const byte of bytes) raw += String.fromCharCode(byte);
  return btoa(raw);
}

function fromHex(text, length) {
  expect(typeof text === "string" && /^([0-9a-f]{2})*$/.test(text), "bukan heksadesimal");
  const bytes = Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
  expect(length === undefined || bytes.length === length, `bukan ${length} bita`);
  return bytes;
}

const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function same(left, right) {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

// Hashes, each worked out once

class Hashing {
  constructor(subtle) {
    this.subtle = subtle;
    this.nodes = new Map();
  }

  async of(...parts) {
    return new Uint8Array(await this.subtle.digest("SHA-256", joined(...parts)));
  }

  leaf(entry) {
    return this.of([0], entry);
  }

  node(left, right) {
    const key = String.fromCharCode(...left, ...right);
    let found = this.nodes.get(key);
    if (found === undefined) {
      found = this.of([1], left, right);
      this.nodes.set(key, found);
    }
    return found;
  }
}

// Keys, notes, checkpoints

async function keyOf(text, hashing) {
  const parts = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text.trim());
  expect(parts !== null, `ini bukan kunci publik: ${text.trim().slice(0, 80)}`);
  const [, name, hash, encoded] = parts;
  const body = base64(encoded);
  expect(body.length === 33 && (body[0] === 1 || body[0] === 4), `kunci ${name} bukan kunci Ed25519`);
  const digest = await hashing.of(utf8.encode(`${name}\n`), body);
  expect(toHex(digest.slice(0, 4)) === hash, `kunci ${name} tidak memiliki sidik ${hash} yang tertulis di dalamnya`);
  return { name, hash, algorithm: body[0], raw: body.slice(1), label: `${name}+${hash}` };
}

function noteOf(bytes) {
  let whole;
  try {
    whole = fromUtf8(bytes);
  } catch {
    throw new Wrong("titik periksa bukan teks UTF-8");
  }
  const end = whole.lastIndexOf("\n\n");
  expect(
    end >= 0 && whole.endsWith("\n") && !/[\x00-\x09\x0b-\x1f]/.test(whole),
    "titik periksa bukan nota bertanda tangan",
  );
  const lines = whole.slice(end + 2, -1).split("\n");
  const signatures = lines.map((line) => {
    const parts = /^\u2014 ([^+\s]+) ([A-Za-z0-9+/=]+)$/.exec(line);
    expect(parts !== null, "di bawah titik periksa ada baris yang bukan tanda tangan");
    const signed = base64(parts[2]);
    expect(signed.length > 4, "sebuah tanda tangan terlalu pendek");
    return { name: parts[1], hash: toHex(signed.slice(0, 4)), signed: signed.slice(4) };
  });
  return { text: whole.slice(0, end + 1), signatures };
}

function checkpointOf(note) {
  const [origin, size, root, rest] = note.text.split("\n");
  expect(
    note.text.split("\n").length === 4 && rest === "" && /^(0|[1-9][0-9]{0,15})$/.test(size) && origin !== "",
    "nota itu bukan titik periksa: tidak terdiri atas asal, jumlah, dan akar",
  );
  const bytes = base64(root);
  expect(bytes.length === 32 && Number.isSafeInteger(Number(size)), "akar titik periksa bukan 32 bita");
  return { origin, size: Number(size), root: bytes };
}

async function signedBy(key, note, subtle) {
  const found = note.signatures.filter((one) => one.name === key.name && one.hash === key.hash);
  if (found.length === 0) return null;
  expect(found.length === 1, `kunci ${key.label} menandatangani dua kali`);
  let { signed } = found[0];
  let message = note.text;
  let time = null;
  if (key.algorithm === 4) {
    expect(signed.length === 72, `tanda tangan ${key.label} tidak utuh`);
    time = Number(new DataView(signed.buffer, signed.byteOffset).getBigUint64(0));
    message = `cosignature/v1\ntime ${time}\n${note.text}`;
    signed = signed.slice(8);
  }
  const imported = await subtle.importKey("raw", key.raw, { name: "Ed25519" }, false, ["verify"]);
  const holds = await subtle.verify({ name: "Ed25519" }, imported, signed, utf8.encode(message));
  expect(holds, `tanda tangan ${key.label} bukan milik teks titik periksa ini: teks atau tanda tangannya telah diubah`);
  return { time };
}

// Proofs (RFC 9162 sections 2.1.3.2 and 2.1.4.2)

const half = (number) => Math.floor(number / 2);
const odd = (number) => number % 2 === 1;

async function rootFrom(leaf, index, size, proof, hashing) {
  let above = leaf;
  let [place, last] = [index, size - 1];
  for (const sibling of proof) {
    expect(last > 0, "bukti keanggotaan terlalu panjang");
    if (odd(place) || place === last) {
      above = await hashing.node(sibling, above);
      while (!odd(place) && place > 0) [place, last] = [half(place), half(last)];
    } else {
      above = await hashing.node(above, sibling);
    }
    [place, last] = [half(place), half(last)];
  }
  expect(last === 0, "bukti keanggotaan terlalu pendek");
  return above;
}

async function consistent(first, firstRoot, second, secondRoot, proof, hashing) {
  const forked = `titik periksa ${first} bukan awal dari titik periksa ${second}: ada dua riwayat`;
  expect(first > 0 && first <= second, `titik periksa ${first} tidak lebih awal daripada ${second}`);
  if (first === second) {
    expect(proof.length === 0 && same(firstRoot, secondRoot), forked);
    return;
  }
  let [place, last] = [first - 1, second - 1];
  while (odd(place)) [place, last] = [half(place), half(last)];
  const path = place === 0 ? [firstRoot, ...proof] : proof;
  expect(path.length > 0, `bukti kesinambungan dari ${first} terlalu pendek`);
  let [before, now] = [path[0], path[0]];
  for (const sibling of path.slice(1)) {
    expect(last > 0, `bukti kesinambungan dari ${first} terlalu panjang`);
    if (odd(place) || place === last) {
      before = await hashing.node(sibling, before);
      now = await hashing.node(sibling, now);
      while (!odd(place) && place > 0) [place, last] = [half(place), half(last)];
    } else {
      now = await hashing.node(now, sibling);
    }
    [place, last] = [half(place), half(last)];
  }
  expect(last === 0, `bukti kesinambungan dari ${first} terlalu pendek`);
  expect(same(before, firstRoot) && same(now, secondRoot), forked);
}

// The tree of streams

const bitOf = (key, step) => (key[step >> 3] >> (7 - (step & 7))) & 1;

async function headOf(proof, root, hashing) {
  const name = proof.stream;
  const key = await hashing.of(utf8.encode(name));
  const siblings = proof.siblings.map((one) => fromHex(one, 32));
  expect(siblings.length <= 256, `jalan ke aliran ${name} terlalu panjang`);
  let above = new Uint8Array(32);
  let found = null;
  if (proof.found !== null) {
    found = { key: fromHex(proof.found.key, 32), version: proof.found.version, history: fromHex(proof.found.history, 32) };
    expect(Number.isSafeInteger(found.version) && found.version > 0, `versi aliran ${name} bukan bilangan`);
    for (let step = 0; step < siblings.length; step += 1) {
      expect(bitOf(found.key, step) === bitOf(key, step), `bukti itu milik aliran lain, bukan ${name}`);
    }
    const version = new Uint8Array(8);
    new DataView(version.buffer).setBigUint64(0, BigInt(found.version));
    above = await hashing.of([0], found.key, version, found.history);
  }
  for (let step = siblings.length - 1; step >= 0; step -= 1) {
    above = await (bitOf(key, step) ? hashing.node(siblings[step], above) : hashing.node(above, siblings[step]));
  }
  expect(same(above, root), `yang dikatakan tentang aliran ${name} tidak menuju akar pohon aliran`);
  return found !== null && same(found.key, key) ? found : null;
}

// Avro: fingerprints of schemas, and the few values that completeness rests on

const PRIMITIVES = new Set(["null", "boolean", "int", "long", "float", "double", "bytes", "string"]);

function fullName(name, namespace) {
  return name.includes(".") || !namespace ? name : `${namespace}.${name}`;
}

function canonicalForm(schema, namespace) {
  if (typeof schema === "string") {
    return JSON.stringify(PRIMITIVES.has(schema) ? schema : fullName(schema, namespace));
  }
  if (Array.isArray(schema)) return `[${schema.map((one) => canonicalForm(one, namespace)).join(",")}]`;
  const { type } = schema;
  if (typeof type !== "string" || PRIMITIVES.has(type)) return canonicalForm(type, namespace);
  if (type === "array") return `{"type":"array","items":${canonicalForm(schema.items, namespace)}}`;
  if (type === "map") return `{"type":"map","values":${canonicalForm(schema.values, namespace)}}`;
  if (!["record", "enum", "fixed"].includes(type)) return canonicalForm(type, namespace);
  const name = fullName(schema.name, schema.namespace ?? namespace);
  const within = name.includes(".") ? name.slice(0, name.lastIndexOf(".")) : "";
  const head = `{"name":${JSON.stringify(name)},"type":"${type}"`;
  if (type === "enum") return `${head},"symbols":[${schema.symbols.map((one) => JSON.stringify(one)).join(",")}]}`;
  if (type === "fixed") return `${head},"size":${schema.size}}`;
  const fields = schema.fields.map((one) => `{"name":${JSON.stringify(one.name)},"type":${canonicalForm(one.type, within)}}`);
  return `${head},"fields":[${fields.join(",")}]}`;
}

const NO_FINGERPRINT = 0xc15d213aa4d7a795n;
const CRC_TABLE = Array.from({ length: 256 }, (_, byte) => {
  let value = BigInt(byte);
  for (let bit = 0; bit < 8; bit += 1) value = (value >> 1n) ^ (value & 1n ? NO_FINGERPRINT : 0n);
  return value;
});

function fingerprintOf(schema) {
  let value = NO_FINGERPRINT;
  for (const byte of utf8.encode(canonicalForm(schema, ""))) {
    value = (value >> 8n) ^ CRC_TABLE[Number((value ^ BigInt(byte)) & 0xffn)];
  }
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value, true);
  return toHex(bytes);
}

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
    this.types = new Map();
  }

  take(length) {
    expect(length >= 0 && this.at + length <= this.bytes.length, "sebuah peristiwa terpotong");
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  long() {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const [byte] = this.take(1);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number((value >> 1n) ^ -(value & 1n));
    }
    throw new Wrong("sebuah bilangan dalam peristiwa terlalu panjang");
  }

  *blocks() {
    for (let count = this.long(); count !== 0; count = this.long()) {
      if (count < 0) this.long();
      for (let index = 0; index < Math.abs(count); index += 1) yield index;
    }
  }

  value(schema, namespace) {
    if (Array.isArray(schema)) {
      const branch = schema[this.long()];
      expect(branch !== undefined, "sebuah peristiwa memakai cabang yang tidak ada");
      return this.value(branch, namespace);
    }
    if (typeof schema === "object") {
      if (schema.type === "record") return this.record(schema, namespace);
      if (schema.type === "enum" || schema.type === "fixed") {
        this.types.set(fullName(schema.name, schema.namespace ?? namespace), schema);
        return schema.type === "enum" ? schema.symbols[this.long()] : this.take(schema.size);
      }
      if (schema.type === "array") return Array.from(this.blocks(), () => this.value(schema.items, namespace));
      if (schema.type === "map") {
        return Object.fromEntries(
          Array.from(this.blocks(), () => [fromUtf8(this.take(this.long())), this.value(schema.values, namespace)]),
        );
      }
      return this.value(schema.type, namespace);
    }
    if (schema === "null") return null;
    if (schema === "boolean") return this.take(1)[0] === 1;
    if (schema === "int" || schema === "long") return this.long();
    if (schema === "float") return this.take(4);
    if (schema === "double") return this.take(8);
    if (schema === "bytes") return this.take(this.long());
    if (schema === "string") return fromUtf8(this.take(this.long()));
    const known = this.types.get(fullName(schema, namespace));
    expect(known !== undefined, `skema ${schema} tidak ada`);
    return this.value(known, namespace);
  }

  record(schema, namespace) {
    const name = fullName(schema.name, schema.namespace ?? namespace);
    this.types.set(name, schema);
    const within = name.includes(".") ? name.slice(0, name.lastIndexOf(".")) : "";
    return Object.fromEntries(schema.fields.map((one) => [one.name, this.value(one.type, within)]));
  }
}

function decoded(event, schema) {
  const reader = new Reader(event.subarray(10));
  const value = reader.value(schema, "");
  expect(reader.at === reader.bytes.length, "sebuah peristiwa lebih panjang daripada skemanya");
  return value;
}

// Canonical JSON (RFC 8785)

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

// What is checked

const ENTRY_KEYS = "id,n,recorded,state,topic,v,version";

function entryOf(text) {
  let entry;
  try {
    entry = JSON.parse(text);
  } catch {
    throw new Wrong("sebuah entri bukan JSON");
  }
  const whole = entry !== null && typeof entry === "object" && Object.keys(entry).sort().join(",") === ENTRY_KEYS;
  expect(whole && canonical(entry) === text, "sebuah entri tidak berbentuk seperti yang ditulis buku besar");
  expect(
    entry.v === 1 && Number.isSafeInteger(entry.n) && entry.n > 0 && Number.isSafeInteger(entry.version),
    "sebuah entri memiliki posisi atau versi yang bukan bilangan",
  );
  expect(typeof entry.id === "string" && typeof entry.topic === "string", "sebuah entri tidak menyebut alirannya");
  return entry;
}

class Examination {
  constructor(data, subtle) {
    this.data = data;
    this.subtle = subtle;
    this.hashing = new Hashing(subtle);
    this.report = { state: "unproved", wrong: [], checked: [], unchecked: [], keys: [] };
  }

  async step(check) {
    try {
      this.report.checked.push(await check());
      return true;
    } catch (error) {
      const known = error instanceof Wrong;
      this.report.wrong.push(known ? error.message : `data di dalam halaman rusak (${error.message})`);
      return false;
    }
  }

  // The keys that the reader brings, one a line.
  bring(pasted) {
    const lines = pasted.split("\n").map((line) => line.trim()).filter((line) => line !== "");
    return Promise.all(lines.map((line) => keyOf(line.replace(/^(log|witness)\s+/, ""), this.hashing)));
  }

  async signatures(outside) {
    const inside = await Promise.all(this.data.keys.map((line) => keyOf(line.replace(/^\w+ /, ""), this.hashing)));
    this.outside = outside.filter((key) => key.algorithm === 1);
    const asked = this.outside.length > 0 ? this.outside : inside.filter((key) => key.algorithm === 1);
    const whose = this.outside.length > 0 ? "kunci yang Anda tempelkan" : "kunci dari DALAM berkas ini";
    const { origin } = this.checkpoint;
    const signers = [];
    for (const key of asked) {
      const signed = await signedBy(key, this.note, this.subtle);
      if (signed !== null) {
        expect(key.name === origin, `titik periksa itu milik ${origin}, tetapi ditandatangani kunci ${key.name}`);
        signers.push(key.label);
        this.report.keys.push(`${key.label}: ${whose}`);
      }
    }
    const names = this.note.signatures.map((one) => `${one.name}+${one.hash}`).join(", ");
    expect(
      signers.length > 0,
      `tidak satu pun dari ${asked.map((key) => key.label).join(", ") || "nol kunci"} menandatangani titik periksa; ` +
        `yang tertulis sebagai penanda tangan: ${names}`,
    );
    const witnesses = await this.witnesses(outside.filter((key) => key.algorithm === 4));
    return `Tanda tangan titik periksa: ${signers.length} benar (${whose})${witnesses}.`;
  }

  async witnesses(keys) {
    const stood = [];
    for (const key of keys) {
      const signed = await signedBy(key, this.note, this.subtle);
      if (signed === null) this.report.unchecked.push(`Saksi ${key.label} tidak ikut menandatangani titik periksa ini.`);
      else {
        stood.push(`${key.name} pada ${new Date(signed.time * 1000).toISOString()}`);
        this.report.keys.push(`${key.label}: kunci saksi yang Anda tempelkan`);
      }
    }
    if (keys.length === 0) {
      this.report.unchecked.push("Tanda tangan para saksi: tidak ada kunci saksi yang ditempelkan.");
    }
    return stood.length > 0 ? `; ${stood.length} saksi turut menandatangani (${stood.join("; ")})` : "";
  }

  async inclusion() {
    const { entries, proofs } = this.data;
    const { size, root } = this.checkpoint;
    expect(entries.length === proofs.length, "banyaknya bukti tidak sama dengan banyaknya entri");
    const hashes = base64(this.data.hashes);
    expect(hashes.length % 32 === 0, "sebuah hash tidak berukuran 32 bita");
    const hashAt = (index) => {
      expect(Number.isInteger(index) && index >= 0 && (index + 1) * 32 <= hashes.length, "sebuah bukti tidak utuh");
      return hashes.subarray(index * 32, index * 32 + 32);
    };
    this.entries = entries.map(entryOf);
    this.leaves = await Promise.all(entries.map((text) => this.hashing.leaf(utf8.encode(text))));
    let before = 0;
    for (const { n } of this.entries) {
      expect(n > before, `entri pada posisi ${n} tidak berada sesudah posisi ${before}`);
      expect(n <= size, `entri pada posisi ${n} berada di luar titik periksa ${size}`);
      before = n;
    }
    for (let first = 0; first < entries.length; first += 256) {
      await Promise.all(
        this.entries.slice(first, first + 256).map(async ({ n }, offset) => {
          const index = first + offset;
          const found = await rootFrom(this.leaves[index], n - 1, size, proofs[index].map(hashAt), this.hashing);
          expect(same(found, root), `entri pada posisi ${n} tidak menuju akar titik periksa: entri atau buktinya telah diubah`);
        }),
      );
    }
    return `Entri: ${entries.length} terbukti ada di dalam buku besar yang terdiri atas ${size} entri.`;
  }

  async events() {
    const { events, schemas } = this.data;
    expect(events.length === this.entries.length, "banyaknya peristiwa tidak sama dengan banyaknya entri");
    this.schemas = new Map();
    for (const text of Object.values(schemas)) {
      const schema = JSON.parse(text);
      this.schemas.set(fingerprintOf(schema), schema);
    }
    this.states = events.map(base64);
    await Promise.all(
      this.entries.map(async ({ n, state, topic }, index) => {
        const event = this.states[index];
        expect(toHex(await this.hashing.of(event)) === state, `isi peristiwa pada posisi ${n} telah diubah`);
        expect(event[0] === 0xc3 && event[1] === 1 && event.length >= 10, `peristiwa pada posisi ${n} tidak berbingkai Avro`);
        const schema = this.schemas.get(toHex(event.subarray(2, 10)));
        expect(schema !== undefined, `skema peristiwa pada posisi ${n} tidak ada`);
        expect(fullName(schema.name, schema.namespace) === topic, `peristiwa pada posisi ${n} bukan ${topic}`);
      }),
    );
    return `Peristiwa: ${events.length} sesuai dengan entrinya, ditulis menurut ${this.schemas.size} skema yang sidiknya cocok.`;
  }

  read(index) {
    return decoded(this.states[index], this.schemas.get(toHex(this.states[index].subarray(2, 10))));
  }

  seal() {
    const { size } = this.checkpoint;
    const last = this.entries.length - 1;
    const { n, id, topic } = this.entries[last] ?? {};
    expect(
      n === size && id === "ledger-seals" && topic === "saksi.StreamsSealed",
      `entri terakhir bukan segel pada posisi ${size}`,
    );
    this.sealed = this.read(last);
    expect(this.sealed.upto === size - 1, `segel mencakup ${this.sealed.upto} entri, bukan ${size - 1}`);
    expect(this.sealed.root.length === 32, "akar pohon aliran bukan 32 bita");
    return `Segel: 1, pada posisi ${size}, mencakup semua ${size - 1} entri sebelumnya.`;
  }

  async streams() {
    const indexes = new Map();
    this.entries.slice(0, -1).forEach(({ id }, index) => indexes.set(id, [...(indexes.get(id) ?? []), index]));
    const names = new Set();
    let absent = 0;
    for (const proof of this.data.streams) {
      const name = proof.stream;
      expect(!names.has(name), `aliran ${name} disebut dua kali`);
      names.add(name);
      const head = await headOf(proof, this.sealed.root, this.hashing);
      const held = indexes.get(name) ?? [];
      const count = head === null ? 0 : head.version;
      expect(held.length === count, `aliran ${name} memiliki ${count} entri, tetapi di sini ada ${held.length}`);
      let history = new Uint8Array(32);
      for (const [before, index] of held.entries()) {
        expect(this.entries[index].version === before + 1, `aliran ${name} tidak memuat versi ${before + 1}`);
        history = await this.hashing.of(history, this.leaves[index]);
      }
      expect(head === null || same(history, head.history), `riwayat aliran ${name} bukan yang disegel`);
      if (head === null) absent += 1;
    }
    for (const id of indexes.keys()) expect(names.has(id), `aliran ${id} tidak memiliki bukti kelengkapan`);
    this.closed(names, indexes);
    const policies = this.data.streams.filter((one) => one.stream.startsWith("policy-") && one.found !== null).length;
    const sealed = this.sealed.streams.policy ?? 0;
    expect(policies === sealed, `segel menghitung ${sealed} kebijakan, di sini ada ${policies}: ada kebijakan yang dihilangkan`);
    return (
      `Aliran: ${names.size - absent} lengkap dari versi pertama sampai terakhir, ${absent} terbukti tidak ada; ` +
      `${policies} dari ${sealed} kebijakan.`
    );
  }

  // Which streams the answer can rest on follows from the posts and units in them, as known at the position.
  closed(names, indexes) {
    const { nip, known_at: knownAt } = this.data.answer;
    const need = (name) => expect(names.has(name), `aliran ${name} tidak disertakan`);
    const values = (name) =>
      (indexes.get(name) ?? [])
        .filter((index) => this.entries[index].n <= knownAt)
        .map((index) => [this.entries[index].topic, this.read(index)]);
    const posts = (name) => values(name).filter(([topic]) => topic === "saksi.EmployeeAssigned").map(([, post]) => post);
    [`employee-${nip}`, `staff-${nip}`, "ledger-keys"].forEach(need);
    // Cases are numbered without a gap: the first without an entry says that there is no other.
    for (let number = 1; ; number += 1) {
      need(`case-${nip}_${number}`);
      if (values(`case-${nip}_${number}`).length === 0) break;
    }
    const follow = (first, further) => {
      const seen = new Set(first);
      for (const one of seen) further(one).forEach((next) => seen.add(next));
    };
    follow([nip], (one) => {
      need(`staff-${one}`);
      return posts(`staff-${one}`).map((post) => post.supervisor).filter((next) => next);
    });
    follow(posts(`staff-${nip}`).map((post) => post.unit), (unit) => {
      need(`unit-${unit}`);
      need(`calendar-${unit}`);
      return values(`unit-${unit}`).map(([, value]) => value.parent).filter((next) => next);
    });
  }

  // The rules of discipline are there for a case, all of them.
  discipline() {
    const here = this.data.streams.filter((one) => one.stream.startsWith("discipline-") && one.found !== null).length;
    const sealed = this.sealed.streams.discipline ?? 0;
    expect(
      here === sealed,
      `segel menghitung ${sealed} himpunan aturan disiplin, di sini ada ${here}: ada yang dihilangkan`,
    );
    return `${here} dari ${sealed} himpunan aturan disiplin`;
  }

  async consistency() {
    const { size, root } = this.checkpoint;
    for (const one of this.data.consistency) {
      expect(Number.isSafeInteger(one.size), "titik periksa terdahulu tidak menyebut jumlahnya");
      await consistent(one.size, base64(one.root), size, root, one.proof.map(base64), this.hashing);
    }
    const count = this.data.consistency.length;
    const sizes = this.data.consistency.map((one) => `${one.size} (${one.root})`).join(", ");
    return count === 0
      ? "Titik periksa terdahulu: 0 diminta."
      : `Titik periksa terdahulu: ${count} terbukti sebagai awal dari titik periksa ini: ${sizes}. Bandingkan dengan yang tercetak pada keputusan dahulu.`;
  }

  async answer() {
    const { digest, ...rest } = this.data.answer;
    const found = `sha256:${toHex(await this.hashing.of(utf8.encode(canonical(rest))))}`;
    expect(found === digest, "isi jawaban tidak sesuai dengan digestnya: jawabannya telah diubah");
    const { question } = this.data;
    expect(
      question.as_of === rest.as_of && question.known_at === rest.known_at && question.nip === rest.nip,
      "jawaban itu bukan jawaban atas pertanyaan berkas ini",
    );
    expect(
      Number.isInteger(rest.known_at) && rest.known_at <= this.checkpoint.size,
      `jawaban itu diketahui pada posisi ${rest.known_at}, di luar titik periksa`,
    );
    return `Jawaban: 1, dengan digest ${digest}.`;
  }

  async digestOf(value) {
    const { digest, ...rest } = value;
    return `sha256:${toHex(await this.hashing.of(utf8.encode(canonical(rest))))}`;
  }

  // The case: its steps are the entries of its stream, each basis then has the digest that stands in its step.
  async case() {
    const part = this.data.case;
    const { nip, known_at: knownAt, cases } = this.data.answer;
    expect((await this.digestOf(part)) === part.digest, "isi perkara tidak sesuai dengan digestnya: perkaranya telah diubah");
    expect(part.case.startsWith(`${nip}_`), `perkara ${part.case} bukan perkara ${nip}`);
    const held = [];
    this.entries.forEach((one, index) => {
      if (one.id === `case-${part.case}` && one.n <= knownAt) held.push({ ...one, event: this.read(index) });
    });
    const told = held.map((one) => ({
      id: one.event.id,
      n: one.n,
      type: one.topic.slice("saksi.".length),
      version: one.version,
    }));
    for (const [place, step] of part.steps.entries()) {
      const there = told.find((one) => one.n === step.n);
      expect(there !== undefined, `perkara menyebut langkah pada posisi ${step.n}, tetapi di situ tidak ada entrinya`);
      expect(canonical(there) === canonical(step), `langkah pada posisi ${step.n} tidak seperti yang dikatakan entrinya`);
      expect(told[place] === there, `langkah pada posisi ${step.n} tidak berada di tempatnya`);
    }
    expect(part.steps.length === told.length, `langkah pada posisi ${told[part.steps.length]?.n} dihilangkan dari perkara`);
    const openings = held.filter((one) => one.event.basis !== undefined);
    expect(openings.length === part.bases.length, `langkah-langkahnya memuat ${openings.length} dasar, di sini ada ${part.bases.length}`);
    for (const [place, said] of part.bases.entries()) {
      const { n, event } = openings[place];
      const { then, now } = said;
      expect(said.n === n && said.id === event.id, `dasar pada posisi ${said.n} bukan dasar langkah pada posisi ${n}`);
      for (const one of [then, now]) {
        expect((await this.digestOf(one)) === one.digest, `dasar pada posisi ${n} tidak sesuai dengan digestnya: telah diubah`);
      }
      expect(then.digest === event.basis.digest, `dasar pada posisi ${n} bukan yang berdigest di langkahnya (${event.basis.digest})`);
      const [first, last] = [event.basis.first, event.basis.last].map((day) => new Date(day * 86400000).toISOString().slice(0, 10));
      expect(
        ["nip", "as_of", "engine"].every((name) => now[name] === then[name]) &&
          now.known_at === knownAt &&
          now.days.every(({ date }) => first <= date && date <= last),
        `yang kini diketahui tentang dasar pada posisi ${n} menjawab pertanyaan lain`,
      );
    }
    expect(
      part.answer.case === part.case && cases.some((one) => canonical(one) === canonical(part.answer)),
      "perkara tidak berkedudukan seperti kata jawabannya",
    );
    return (
      `Perkara: ${told.length} langkah ${part.case}, semua yang ada, dan ${openings.length} dasar sebagaimana dibaca ` +
      `waktu itu; ${this.discipline()}; digest ${part.digest}.`
    );
  }
}

async function hasEd25519(subtle) {
  try {
    await subtle.importKey("raw", new Uint8Array(32), { name: "Ed25519" }, false, ["verify"]);
    return true;
  } catch {
    return false;
  }
}

async function examine(data, pasted, subtle) {
  const examination = new Examination(data, subtle);
  const { report } = examination;
  report.unchecked.push(
    "Berkas-berkas di sampingnya (isi paket, manifes, digest berkas): halaman ini tidak dapat membacanya. Pakai verify_evidence.py atau saksi evidence verify.",
    "Bahwa putusan memang mengikuti dari fakta: hanya dapat dihitung ulang dengan saksi evidence verify --replay.",
    "Bahwa fakta itu benar terjadi, dan bahwa jam buku besar benar: itu bukan soal tanda tangan.",
    "Program di halaman ini sendiri: siapa yang mengubah halaman dapat mengubah programnya. Untuk sidang, pakai alat pemeriksa yang diperoleh dari tempat lain.",
  );
  if (data.case) {
    report.unchecked.push(
      "Dokumen yang disebut langkah-langkah perkara dengan SHA-256, dan apakah setiap langkah sah.",
    );
  }
  if (!subtle || !(await hasEd25519(subtle))) {
    report.unchecked.unshift(
      "Semuanya: peramban ini tidak menyediakan SHA-256 dan Ed25519 (WebCrypto). Pakai peramban yang lebih baru, atau verify_evidence.py.",
    );
    return report;
  }
  let keys;
  try {
    keys = await examination.bring(pasted);
  } catch (error) {
    report.unchecked.unshift(`Semuanya: ${error.message}. Satu baris satu kunci: NAMA+SIDIK+KUNCI.`);
    return report;
  }
  const began = await examination.step(async () => {
    examination.note = noteOf(base64(data.checkpoint));
    examination.checkpoint = checkpointOf(examination.note);
    const { origin, size, root } = examination.checkpoint;
    return `Titik periksa: ${origin}, ${size} entri, akar ${toBase64(root)}.`;
  });
  if (began) {
    await examination.step(() => examination.signatures(keys));
    const whole =
      (await examination.step(() => examination.inclusion())) &&
      (await examination.step(() => examination.events())) &&
      (await examination.step(() => examination.seal())) &&
      (await examination.step(() => examination.streams()));
    if (whole && data.case) await examination.step(() => examination.case());
    if (!whole) report.unchecked.push("Yang diperiksa sesudah kesalahan pertama pada entri, peristiwa, segel, dan aliran.");
    await examination.step(() => examination.consistency());
    await examination.step(() => examination.answer());
  }
  if (report.wrong.length > 0) report.state = "false";
  else if (examination.outside.length > 0 && examination.entries.length > 0) report.state = "proved";
  return report;
}

// The page

// What is written against the answer that was checked: each verdict once, and in the words that belong to it.
function visible(data, root) {
  const { answer, words } = data;
  const paths = ["strikes/state", "strikes/count"];
  for (const [part, field] of [["days", "status"], ["calls", "outcome"], ["location_requests", "outcome"]]) {
    answer[part].forEach((_, index) => paths.push(`${part}/${index}/${field}`));
  }
  if (data.case) {
    const place = answer.cases.findIndex((one) => one.case === data.case.case);
    paths.push(`cases/${place}/stage`, `cases/${place}/basis/holds`);
  }
  const missing = new Set(paths);
  const wrong = [];
  const shown = Array.from(root.querySelectorAll("[data-says]"));
  for (const { dataset, textContent } of shown) {
    const value = dataset.says.split("/").reduce((found, key) => found?.[key], answer);
    const said = dataset.words === undefined ? String(value) : words[dataset.words]?.[value];
    if (textContent.trim() !== said) wrong.push(`yang tertulis "${textContent.trim()}" seharusnya "${said}"`);
    if (paths.includes(dataset.says) && !missing.delete(dataset.says)) wrong.push(`${dataset.says} tertulis dua kali`);
  }
  for (const path of missing) wrong.push(`${path} dari jawaban tidak tertulis di halaman`);
  return { count: shown.length, wrong };
}

function show(report, place) {
  const heading = {
    proved: "TERBUKTI: semua yang diperiksa benar, dengan kunci yang Anda tempelkan",
    unproved: "BELUM TERBUKTI: tidak ditemukan yang salah, tetapi tanpa kunci dari luar ini bukan bukti",
    false: `SALAH: ${report.wrong[0]}`,
  };
  const part = (title, lines) => {
    if (lines.length === 0) return [];
    const head = document.createElement("h3");
    head.textContent = title;
    const list = document.createElement("ul");
    list.append(...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
    return [head, list];
  };
  const said = Object.assign(document.createElement("p"), { className: "said", textContent: heading[report.state] });
  place.className = `report ${report.state}`;
  place.replaceChildren(
    said,
    ...part("Yang salah", report.wrong),
    ...part("Yang diperiksa", report.checked),
    ...part("Kunci yang dipakai", report.keys),
    ...part("Yang tidak diperiksa", report.unchecked),
  );
}

function start() {
  const data = JSON.parse(document.getElementById("data").textContent);
  const button = document.getElementById("check");
  const place = document.getElementById("report");
  button.disabled = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    place.className = "report";
    place.textContent = "Sedang memeriksa …";
    try {
      const report = await examine(data, document.getElementById("key").value, globalThis.crypto?.subtle);
      const { count, wrong } = visible(data, document);
      report.checked.push(`Yang tertulis di halaman: ${count} isian dibandingkan dengan jawaban yang diperiksa.`);
      report.unchecked.push("Kalimat lain yang tertulis di halaman ini, dan gambarnya.");
      if (wrong.length > 0) {
        report.wrong.push(...wrong.slice(0, 20));
        report.state = "false";
      }
      show(report, place);
    } catch (error) {
      show({ state: "false", wrong: [`data di dalam halaman rusak (${error.message})`], checked: [], unchecked: [], keys: [] }, place);
    }
    button.disabled = false;
  });
  window.addEventListener("beforeprint", () => {
    for (const one of document.querySelectorAll("details")) one.open = true;
  });
}

if (typeof document === "undefined") module.exports = { examine, fingerprintOf, visible };
else start();
