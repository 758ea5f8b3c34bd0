import type { RoutingPreset } from '../preset.js';
import { alb } from './alb.js';
import { cloudflare } from './cloudflare.js';
import { frontDoor } from './front-door.js';
import { globalAccelerator } from './global-accelerator.js';
import { googleCloudLoadBalancing } from './google-cloud-load-balancing.js';
import { route53, route53Fast } from './route53.js';
import { trafficManager, trafficManagerFast } from './traffic-manager.js';

/** What vendors' health checks and name services do, by name. */
export const routingPresets: ReadonlyMap<string, RoutingPreset> = new Map(
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
