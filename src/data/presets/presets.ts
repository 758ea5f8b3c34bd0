import { alb } from './alb.js';
import { cloudflare } from './cloudflare.js';
import { frontDoor } from './front-door.js';
import { globalAccelerator } from './global-accelerator.js';
import { googleCloudLoadBalancing } from './google-cloud-load-balancing.js';
import type { Preset } from './preset.js';
import { route53, route53Fast } from './route53.js';
import { trafficManager, trafficManagerFast } from './traffic-manager.js';

/** What vendors' mechanisms do unless they are told otherwise, by name. */
export const presets: ReadonlyMap<string, Preset> = new Map(
  [
    route53,
    route53Fast,
    trafficManager,
    trafficManagerFast,
    frontDoor,
    globalAccelerator,
    cloudflare,
    googleCloudLoadBalancing,
    alb,
  ].map((preset) => [preset.name, preset]),
);
