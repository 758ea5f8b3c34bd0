import { describe, expect, it } from 'vitest';
import { regionfall } from './regionfall.js';

describe('presets', () => {
  it('lists all of them, each number with its mark and its source', async () => {
    const { code, out } = await regionfall(['presets']);
    expect(code).toBe(0);
    for (const name of ['route53', 'route53-fast', 'traffic-manager', 'front-door', 'cloudflare', 'alb'])
      expect(out).toContain(`${name}: `);
    expect(out).toMatch(/health\.healthyAbove +18% {2}documented\n +Amazon Route 53 developer guide/);
    expect(out.split('\n').every((line) => line.length <= 100)).toBe(true);
  });

  it('prints one of them as JSON', async () => {
    const { code, out } = await regionfall(['presets', 'google-cloud-load-balancing', '--json']);
    expect(code).toBe(0);
    const [preset] = JSON.parse(out);
    expect(preset.name).toBe('google-cloud-load-balancing');
    expect(preset.values).toContainEqual(
      expect.objectContaining({ key: 'health.interval', value: '5s', mark: 'documented' }),
    );
  });

  it('guesses at a name that there is not', async () => {
    expect(await regionfall(['presets', 'rout53'])).toEqual({
      code: 64,
      out: '',
      err: 'regionfall: there is no preset "rout53"; did you mean route53?\n',
    });
  });
});
