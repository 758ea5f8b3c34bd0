import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkWritable, writeWhole } from '../../src/cli/file.js';
import { inFolder } from './regionfall.js';

describe('a file written whole', () => {
  it('is new, or replaces the old one and keeps its permissions', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'a.html');
      writeWhole(path, 'é'.repeat(100_000));
      expect(readFileSync(path, 'utf8')).toBe('é'.repeat(100_000));
      chmodSync(path, 0o640);
      writeWhole(path, 'b');
      expect(readFileSync(path, 'utf8')).toBe('b');
      expect(statSync(path).mode & 0o777).toBe(0o640);
      expect(readdirSync(folder)).toEqual(['a.html']);
    });
  });

  it('is another file than before, so that a reader of the old one is not disturbed', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'a.html');
      writeWhole(path, 'a');
      const before = statSync(path).ino;
      writeWhole(path, 'b');
      expect(statSync(path).ino).not.toBe(before);
    });
  });

  it('follows a link to its file', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'target.html'), 'a');
      symlinkSync('target.html', join(folder, 'link.html'));
      writeWhole(join(folder, 'link.html'), 'b');
      expect(readFileSync(join(folder, 'target.html'), 'utf8')).toBe('b');
      expect(lstatSync(join(folder, 'link.html')).isSymbolicLink()).toBe(true);
    });
  });

  it('never replaces a device', () => {
    writeWhole('/dev/null', 'a');
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it('fails with a sentence, and leaves nothing', async () => {
    await inFolder(async (folder) => {
      mkdirSync(join(folder, 'a.html'));
      const write = () => writeWhole(join(folder, 'a.html'), 'a');
      expect(write).toThrow(`cannot write ${join(folder, 'a.html')}: it is a folder`);
      expect(readdirSync(folder)).toEqual(['a.html']);
    });
  });
});

describe('the check before', () => {
  it('leaves nothing behind and touches nothing', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'a.html');
      checkWritable(path);
      expect(existsSync(path)).toBe(false);
      writeFileSync(path, 'old');
      checkWritable(path);
      expect(readFileSync(path, 'utf8')).toBe('old');
      expect(readdirSync(folder)).toEqual(['a.html']);
    });
  });

  it('finds a folder that is not there', () => {
    expect(() => checkWritable('/nowhere/a.html')).toThrow(
      'cannot write /nowhere/a.html: its folder does not exist',
    );
  });
});
