import type { StorePreset } from '../preset.js';
import { aurora, auroraSingle } from './aurora.js';
import { auroraGlobal, auroraGlobalSwitchover } from './aurora-global.js';
import { cloudSql } from './cloud-sql.js';
import { cockroachdb } from './cockroachdb.js';
import {
  cosmosDbBoundedStaleness,
  cosmosDbConsistentPrefix,
  cosmosDbEventual,
  cosmosDbSession,
  cosmosDbStrong,
} from './cosmos-db.js';
import { dynamoDbGlobalTables, dynamoDbGlobalTablesStrong } from './dynamodb-global-tables.js';
import { foundationdb } from './foundationdb.js';
import { patroni, patroniStrict, patroniSync } from './patroni.js';
import { postgresql } from './postgresql.js';
import { rdsMultiAz, rdsMultiAzCluster } from './rds-multi-az.js';
import { spanner } from './spanner.js';
import { sqlFailoverGroup, sqlFailoverGroupManual } from './sql-failover-group.js';
import { sqlGeoRestore } from './sql-geo-restore.js';

/** How managed services, and databases as they come, copy their data and fail over, by name. */
export const storePresets: ReadonlyMap<string, StorePreset> = new Map(
  [
    rdsMultiAz,
    rdsMultiAzCluster,
    aurora,
    auroraSingle,
    auroraGlobal,
    auroraGlobalSwitchover,
    dynamoDbGlobalTables,
    dynamoDbGlobalTablesStrong,
    cloudSql,
    spanner,
    sqlFailoverGroup,
    sqlFailoverGroupManual,
    sqlGeoRestore,
    cosmosDbStrong,
    cosmosDbBoundedStaleness,
    cosmosDbSession,
    cosmosDbConsistentPrefix,
    cosmosDbEventual,
    postgresql,
    patroni,
    patroniSync,
    patroniStrict,
    cockroachdb,
    foundationdb,
  ].map((preset) => [preset.name, preset]),
);
