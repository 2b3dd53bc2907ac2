// What was sent, and what came back.
import assert from 'node:assert/strict';

function walk(sent: unknown, back: unknown, path: string, extras: string[]): void {
  if (Array.isArray(sent)) {
    assert.ok(Array.isArray(back) && back.length === sent.length, `${path}: ${JSON.stringify(back)}`);
    sent.forEach((one, index) => walk(one, back[index], `${path}[]`, extras));
  } else if (sent !== null && typeof sent === 'object') {
    assert.ok(back !== null && typeof back === 'object' && !Array.isArray(back), `${path}: ${JSON.stringify(back)}`);
    const has = back as Record<string, unknown>;
    for (const [name, value] of Object.entries(sent)) {
      assert.ok(name in has, `${path}.${name} is gone`);
      walk(value, has[name], `${path}.${name}`, extras);
    }
    extras.push(...Object.keys(has).filter((name) => !(name in sent)).map((name) => `${path}.${name}`));
  } else {
    assert.equal(back, sent, path);
  }
}

/** Every member is there with its value; beside them stand these alone, named by their paths. */
export function comesBack(sent: object, back: object, ...beside: string[]): void {
  const extras: string[] = [];
  walk(sent, back, '', extras);
  assert.deepEqual([...new Set(extras)].sort(), beside.sort());
}
